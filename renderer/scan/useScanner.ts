import { useEffect, useRef, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import type { Member, MemberInput } from '../../app/member/memberSchema.ts';
import { MEMBER_ROUTES } from '../../app/scan/memberCodes.ts';
import { routeReadings, type ScanRoute } from '../../app/scan/routeScan.ts';
import { fieldId } from '../form/FieldFrame.tsx';
import { focusField } from '../form/focusField.ts';
import { afterEnter, isDeliberate, isModifier } from '../form/keyFlow.ts';
import { applyScan, type KnownCode, type ScanNotice } from './applyScan.ts';
import { type OnRun, ScanListener } from './ScanListener.ts';

interface ScannerOptions {
  form: UseFormReturn<MemberInput, unknown, Member>;
  /** The form is being saved. */
  busy: boolean;
  /** While the screen is locked only those other codes count. */
  isLocked: boolean;
  /** Codes of other parts of the screen; they go before those of a member. */
  otherRoutes?: readonly ScanRoute<KnownCode>[];
}

/** A notice that is told anew although it says the same as the one before. */
export type NumberedNotice = ScanNotice & { number: number };

export interface Scanner {
  /** What became of the last scan, until the next key or touch. */
  notice: NumberedNotice | null;
  routes: readonly ScanRoute<KnownCode>[];
  isTesting: boolean;
  openTest: () => void;
  closeTest: () => void;
}

const NO_ROUTES: readonly ScanRoute<KnownCode>[] = [];

/** Takes scans wherever the focus is, and puts them where their content belongs. */
export function useScanner(options: ScannerOptions): Scanner {
  const { form, busy, isLocked, otherRoutes = NO_ROUTES } = options;
  const [notice, setNotice] = useState<NumberedNotice | null>(null);
  const [isTesting, setIsTesting] = useState(false);
  const routes = [...otherRoutes, ...MEMBER_ROUTES];

  const onRun: OnRun = (run, problem, focused) => {
    if (problem !== null) return null;
    const routed = routeReadings(run, isLocked ? otherRoutes : routes);
    if (isLocked && routed.destination === null) return null;
    const told: ScanNotice = busy ? { kind: 'busy' } : applyScan(form, routed);
    setNotice((last) => ({ ...told, number: (last?.number ?? 0) + 1 }));
    return moveAfter(told, focused, form.getValues());
  };

  const latest = useRef(onRun);
  const isOff = useRef(isLocked);
  useEffect(() => {
    latest.current = onRun;
    isOff.current = isLocked;
  });
  useEffect(() => {
    if (isTesting) return;
    return new ScanListener((...heard) => latest.current(...heard)).start();
  }, [isTesting]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isModifier(event.key)) setNotice(null);
      if (event.key !== 'F11' || !isDeliberate(event) || isOff.current) return;
      event.preventDefault();
      setIsTesting(true);
    };
    const onPress = () => setNotice(null);
    window.addEventListener('keydown', onKey);
    window.addEventListener('pointerdown', onPress);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('pointerdown', onPress);
    };
  }, []);

  useMark(notice);
  return {
    notice,
    routes,
    isTesting,
    openTest: () => setIsTesting(true),
    closeTest: () => {
      setIsTesting(false);
      focusField('mobile');
    },
  };
}

/** The field that took the scan is marked for as long as the notice stands. */
function useMark(notice: ScanNotice | null): void {
  const filled = notice?.kind === 'mobile' || notice?.kind === 'outerId' ? notice.kind : null;
  useEffect(() => {
    const field = filled && document.getElementById(fieldId(filled));
    field?.setAttribute('data-scanned', '');
    return () => field?.removeAttribute('data-scanned');
  }, [filled]);
}

/** Into the field that has the focus a code goes as if typed: on to the next one, but never to save. */
function moveAfter(
  told: ScanNotice,
  focused: HTMLElement | null,
  values: MemberInput,
): (() => void) | null {
  if (told.kind !== 'mobile' && told.kind !== 'outerId') return null;
  const isThere = focused !== null && focused.id === fieldId(told.kind);
  const next = afterEnter(told.kind, values);
  return isThere && next !== 'save' ? () => focusField(next) : null;
}
