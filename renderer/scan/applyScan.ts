import type { UseFormReturn } from 'react-hook-form';
import type { OuterType } from '../../app/member/memberFields.ts';
import type { Member, MemberInput } from '../../app/member/memberSchema.ts';
import { normalisePhone } from '../../app/member/phone.ts';
import { type MemberCode, maskCode } from '../../app/scan/memberCodes.ts';
import type { RoutedScan } from '../../app/scan/routeScan.ts';
import { fieldId } from '../form/FieldFrame.tsx';
import { groupDigits } from '../form/phoneGrouping.ts';

/** A code that another part of the screen knows: what to do with it, and what to say. */
export interface OtherCode {
  kind: 'other';
  act: () => void;
  words: string;
}

export type KnownCode = MemberCode | OtherCode;

/** What became of a scan. */
export type ScanFeedback =
  | { kind: 'mobile'; content: string; replaced: string }
  | { kind: 'outerId'; outerType: OuterType; content: string; replaced: string }
  | { kind: 'other'; words: string }
  | { kind: 'payment-code'; content: string }
  | { kind: 'unknown'; content: string }
  /** The form is just being saved: what it holds must not change any more. */
  | { kind: 'busy' };

/** Whether the code went somewhere. */
export function isPlaced({ kind }: ScanFeedback): boolean {
  return kind === 'mobile' || kind === 'outerId' || kind === 'other';
}

const EDITED = { shouldDirty: true, shouldTouch: true } as const;

/** Puts a code where it belongs and nowhere else. What is not known changes nothing. */
export function applyScan(
  form: UseFormReturn<MemberInput, unknown, Member>,
  { content, destination }: RoutedScan<KnownCode>,
): ScanFeedback {
  switch (destination?.kind) {
    case undefined:
      return { kind: 'unknown', content };
    case 'payment-code':
      return { kind: 'payment-code', content: maskCode(content) };
    case 'other':
      destination.act();
      return { kind: 'other', words: destination.words };
    case 'phone': {
      const before = form.getValues('mobile');
      const mobile = groupDigits(destination.mobile);
      form.setValue('mobile', mobile, EDITED);
      check(form, ['mobile']);
      show('mobile');
      const isSame = normalisePhone(before) === destination.mobile;
      return { kind: 'mobile', content: mobile, replaced: isSame ? '' : before };
    }
    case 'outer-id': {
      const { outerId, outerType } = destination;
      const before = form.getValues('outerId').trim();
      form.setValue('outerType', outerType, EDITED);
      form.setValue('outerId', outerId, EDITED);
      check(form, ['outerId', 'outerType']);
      show('outerId');
      const replaced = before === outerId ? '' : before;
      return { kind: 'outerId', outerType, content: outerId, replaced };
    }
  }
}

/** A code can make good what was missing elsewhere: a phone or a member code, one is enough. */
function check(form: UseFormReturn<MemberInput, unknown, Member>, names: (keyof MemberInput)[]) {
  const isWrong = (name: keyof MemberInput) => form.getFieldState(name).invalid;
  const others = (['mobile', 'outerId', 'outerType'] as const).filter(isWrong);
  void form.trigger([...new Set([...names, ...others])]);
}

function show(name: 'mobile' | 'outerId'): void {
  document.getElementById(fieldId(name))?.scrollIntoView({ block: 'nearest' });
}
