import { useEffect, useRef, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import type { Member, MemberInput } from '../../app/member/memberSchema.ts';
import { MEMBER_ROUTES } from '../../app/scan/memberCodes.ts';
import { routeReadings, type ScanRoute } from '../../app/scan/routeScan.ts';
import { closeThenFocus } from '../focus/closeThenFocus.ts';
import { focusLastField } from '../focus/lastField.ts';
import { fieldId } from '../form/FieldFrame.tsx';
import { focusField } from '../form/focusField.ts';
import { afterEnter } from '../form/keyFlow.ts';
import { isDeliberate, isModifier } from '../keys/functionKeys.ts';
import { useUntilLock } from '../lock/useUntilLock.ts';
import { applyScan, isPlaced, type KnownCode, type ScanFeedback } from './applyScan.ts';
import { insertScan } from './insertScan.ts';
import { ScanListener } from './ScanListener.ts';
import type { OnRun, ScanListenerOptions } from './scanListenerOptions.ts';

interface ScannerOptions {
  form: UseFormReturn<MemberInput, unknown, Member>;
  /** The form is being saved. */
  busy: boolean;
  /** The screen is locked: only the codes of other parts count then, such as a badge. */
  isLocked: boolean;
  /** Codes of other parts of the screen; they go before those of a member. */
  otherRoutes: readonly ScanRoute<KnownCode>[];
  /** What is typed where nothing takes it. */
  strays: Required<Pick<ScanListenerOptions, 'isHeld' | 'isRestOfDropped' | 'fieldFor'>>;
  /** A scan that went nowhere, or a key that came into one. */
  onUnplaced: () => void;
}

/** Feedback that is told anew although it says the same as the one before. */
export type NumberedFeedback = ScanFeedback & { number: number };

export interface Scanner {
  /** What became of the last scan, until the next key or touch. */
  feedback: NumberedFeedback | null;
  routes: readonly ScanRoute<KnownCode>[];
  isTesting: boolean;
  openTest: () => void;
  closeTest: () => void;
  /** It was only being loaded, and is not wanted any more: there is no focus to be given back. */
  dropTest: () => void;
  /** The scanner test hears the keys itself from now on, or no more. */
  onMeasuring: (isMeasuring: boolean) => void;
  /** The form is another one now: a scan that is under way belongs to neither. */
  forget: () => void;
  /** What was typed last and is still kept back has nowhere to go. True where there was something. */
  dropHeld: () => boolean;
  /** The screen is locked: what was being typed is nobody's. */
  drop: () => void;
}

/** Takes scans wherever the focus is, and puts them where their content belongs. */
export function useScanner(options: ScannerOptions): Scanner {
  const { form, busy, isLocked, otherRoutes, strays, onUnplaced } = options;
  const [feedback, setFeedback] = useState<NumberedFeedback | null>(null);
  const test = useUntilLock(isLocked);
  const [isMeasuring, setIsMeasuring] = useState(false);
  const routes = [...otherRoutes, ...MEMBER_ROUTES];

  const tell = (told: ScanFeedback) => {
    setFeedback((last) => ({ ...told, number: (last?.number ?? 0) + 1 }));
    if (!isPlaced(told)) onUnplaced();
  };
  const onRun: OnRun = (run, problem, focused) => {
    if (problem !== null) return null;
    if (isLocked) {
      const { destination } = routeReadings(run, otherRoutes);
      if (destination?.kind === 'other') destination.act();
      return null;
    }
    if (document.querySelector('dialog:modal') !== null) {
      if (!insertScan(focused, run)) onUnplaced();
      return null;
    }
    const told: ScanFeedback = busy
      ? { kind: 'busy' }
      : applyScan(form, routeReadings(run, routes));
    tell(told);
    return moveAfter(told, focused, form.getValues());
  };

  const heard: Required<Omit<ScanListenerOptions, 'pauseMs'>> = {
    onRun,
    isKnown: (run) => routeReadings(run, otherRoutes).destination !== null,
    isHeld: strays.isHeld,
    isRestOfDropped: strays.isRestOfDropped,
    fieldFor: (...typed) => {
      setFeedback(null);
      return strays.fieldFor(...typed);
    },
    onTorn: () => {
      if (!isLocked) tell({ kind: 'busy' });
    },
    onDropped: onUnplaced,
  };
  const latest = useRef(heard);
  const listener = useRef<ScanListener | null>(null);
  const locked = useRef(isLocked);
  const openTest = useRef(test.open);
  useEffect(() => {
    latest.current = heard;
    locked.current = isLocked;
    openTest.current = test.open;
  });
  useEffect(() => {
    // Not before the test is there: while it is being loaded a scan must press nothing either.
    if (isMeasuring) return;
    listener.current = new ScanListener({
      onRun: (...run) => latest.current.onRun(...run),
      isKnown: (run) => latest.current.isKnown(run),
      isHeld: (...typed) => latest.current.isHeld(...typed),
      isRestOfDropped: (text) => latest.current.isRestOfDropped(text),
      fieldFor: (...typed) => latest.current.fieldFor(...typed),
      onTorn: () => latest.current.onTorn(),
      onDropped: () => latest.current.onDropped(),
    });
    return listener.current.start();
  }, [isMeasuring]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isModifier(event.key)) setFeedback(null);
      if (event.key !== 'F11' || !isDeliberate(event) || locked.current) return;
      event.preventDefault();
      openTest.current();
    };
    const onPress = () => setFeedback(null);
    window.addEventListener('keydown', onKey);
    window.addEventListener('pointerdown', onPress);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('pointerdown', onPress);
    };
  }, []);

  // What begins during a save is the next customer's, however the save ends.
  useEffect(() => {
    if (!busy) listener.current?.tear();
  }, [busy]);

  useHighlight(feedback);
  return {
    feedback,
    routes,
    isTesting: test.isOpen,
    openTest: test.open,
    closeTest: () => closeThenFocus(test.close, focusLastField),
    dropTest: test.close,
    onMeasuring: setIsMeasuring,
    forget: () => listener.current?.forget(),
    dropHeld: () => listener.current?.dropHeld() ?? false,
    drop: () => listener.current?.drop(),
  };
}

/** The field that took the scan is highlighted for as long as the feedback stands. */
function useHighlight(feedback: ScanFeedback | null): void {
  const filled = feedback?.kind === 'mobile' || feedback?.kind === 'outerId' ? feedback.kind : null;
  useEffect(() => {
    const field = filled && document.getElementById(fieldId(filled));
    field?.setAttribute('data-scanned', '');
    return () => field?.removeAttribute('data-scanned');
  }, [filled]);
}

/** Into the field that has the focus a code goes as if typed: on to the next one, but never to save. */
function moveAfter(
  told: ScanFeedback,
  focused: HTMLElement | null,
  values: MemberInput,
): (() => void) | null {
  if (told.kind !== 'mobile' && told.kind !== 'outerId') return null;
  const isThere = focused !== null && focused.id === fieldId(told.kind);
  const next = afterEnter(told.kind, values);
  return isThere && next !== 'save' ? () => focusField(next) : null;
}
