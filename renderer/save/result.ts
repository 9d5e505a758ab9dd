import type { BridgeError } from '../../app/ipc/bridge.ts';
import type { KnownMember, Registered } from '../../app/ipc/registration.ts';
import type { FieldName } from '../../app/member/memberFields.ts';
import type { SaveLine } from '../../app/outbox/outboxView.ts';

/** Why a save is not confirmed: main's own code, or that main gave no answer at all. */
export type FailureCode = BridgeError['code'] | 'no-answer';

/** What stays where a customer does not agree after all: perhaps a save whose answer was lost, or the one corrected. */
export type LeftBehind = { kind: 'in-doubt' } | { kind: 'save'; slip: string };

/** What the last thing that the cashier did has come to. */
export type Result =
  | { kind: 'idle' }
  /** What a crash left behind is in the form. */
  | { kind: 'restored' }
  /** The customer did not agree, and the form was emptied. `left`: what of it is registered all the same, or null. */
  | { kind: 'refused'; left: LeftBehind | null }
  /** The customer is a member already: nothing was sent, and the form was emptied. */
  | { kind: 'known'; member: KnownMember }
  /** A correction was asked for of nobody: no number yet, one that the till does not know, or does not know yet. */
  | { kind: 'nobody-to-correct'; why: 'no-number' | 'unknown' | 'asking' }
  /** A correction that would change nothing was not sent. */
  | { kind: 'unchanged' }
  /** A save was asked for while something in the form was wrong. */
  | { kind: 'wrong'; field: FieldName }
  /** A save was asked for with a word in the form that an input method was left with. */
  | { kind: 'unchosen'; field: FieldName }
  /** A save was asked for without the customer's consent. */
  | { kind: 'unconsented' }
  | { kind: 'saving' }
  /** `apartFrom`: an earlier save that this form had been stored as, before its content changed. */
  | ({ kind: 'saved'; apartFrom: string | null } & Registered)
  | { kind: 'failed'; code: FailureCode; requestId: string };

/** True for what the next key ends. */
export function isPassing(result: Result): boolean {
  switch (result.kind) {
    case 'saved':
    case 'refused':
    case 'restored':
    case 'known':
    case 'nobody-to-correct':
    case 'unchanged':
    case 'wrong':
    case 'unchosen':
      return true;
    case 'idle':
    case 'saving':
    case 'unconsented':
    case 'failed':
      return false;
  }
}

export type Confirmation =
  /** `apartFrom`: the slip of an earlier save of this form, or null. */
  | {
      state: 'saved' | 'accepted';
      /** What was accepted corrects a member: nobody has become one. */
      isUpdate: boolean;
      slip: string;
      /** The masked number of the customer, or else the name; empty where the list does not say it yet. */
      whom: string;
      apartFrom: string | null;
      uncorrected: string | null;
      since: string | null;
    }
  | {
      state: 'held';
      slip: string;
      whom: string;
      line: SaveLine;
      apartFrom: string | null;
      uncorrected: string | null;
      /** Nothing that is held updates anybody. */
      since: null;
    };

/** A saved slip with what the gateway has said of it since: main's line is newer than our memory. */
export function confirmationOf(
  result: Extract<Result, { kind: 'saved' }>,
  recent: readonly SaveLine[],
): Confirmation {
  const { slip, uncorrected, since } = result;
  const before = recent.find((one) => one.requestId === result.apartFrom);
  // What a manager has discarded is nobody's any more.
  const apartFrom = before?.closedReason === 'manager' ? null : (before?.slip ?? null);
  const line = recent.find((candidate) => candidate.requestId === result.requestId);
  const besides = { apartFrom, uncorrected, since };
  const whom = line?.masked.mobile || line?.masked.name || '';
  switch (line?.state) {
    case 'accepted':
      return { state: 'accepted', isUpdate: line.isUpdate, slip, whom, ...besides };
    case 'held':
      return { state: 'held', slip, whom, line, apartFrom, uncorrected, since: null };
    case 'pending':
    case 'sending':
    case 'discarded':
    case undefined:
      return { state: 'saved', isUpdate: false, slip, whom, ...besides };
  }
}
