import { useEffect, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { noticeVersion } from '../../app/consent/notice.ts';
import type { RestoredDraft } from '../../app/ipc/restoredDraft.ts';
import type { TillView } from '../../app/ipc/tillView.ts';
import { EMPTY_MEMBER, type Member, type MemberInput } from '../../app/member/memberSchema.ts';
import { useOutbox } from '../bridge/useOutbox.ts';
import { focusCaret, keptCaret, watchCaret } from '../draft/keptCaret.ts';
import { useKeepAsked } from '../draft/useKeepAsked.ts';
import { useRestoredDraft } from '../draft/useRestoredDraft.ts';
import { useUnreadForm } from '../draft/useUnreadForm.ts';
import { keepFocusInField } from '../focus/keepFocus.ts';
import { focusLastField, forgetLastField, watchLastField } from '../focus/lastField.ts';
import { focusField } from '../form/focusField.ts';
import { createMemberResolver } from '../form/memberResolver.ts';
import { forgetEdits, watchOwnEdits } from '../form/ownEdits.ts';
import type { PadKey } from '../form/phoneGrouping.ts';
import { useCompositionGuard } from '../form/useCompositionGuard.ts';
import { useNumberPad } from '../form/useNumberPad.ts';
import { usePressOfForm } from '../form/usePressOfForm.ts';
import { useToday } from '../form/useToday.ts';
import { useOperator } from '../header/useOperator.ts';
import { closeDialogs } from '../lock/closeDialogs.ts';
import { useLock } from '../lock/useLock.ts';
import { useAskedAnew } from '../save/useAskedAnew.ts';
import { useRegistration } from '../save/useRegistration.ts';
import { badgeRoute } from '../scan/badgeRoute.ts';
import { useScanner } from '../scan/useScanner.ts';
import { useSound } from '../sound/useSound.ts';
import { useDroppedKeys } from './useDroppedKeys.ts';
import { useFunctionKeys } from './useFunctionKeys.ts';
import { useOfferedForm } from './useOfferedForm.ts';
import { usePhoneAsked } from './usePhoneAsked.ts';
import { useQueuePanel } from './useQueuePanel.ts';
import { useStrayKeys } from './useStrayKeys.ts';

/** What the counter knows and does, wired together: form, registration, scanner, keys, lock. The screen draws it. */
export function useCounter(till: TillView) {
  const { t } = useTranslation();
  const outbox = useOutbox();
  const [operatorId, setOperatorId] = useOperator(till.operators);
  const [isChoosing, setChoosing] = useState(false);
  const today = useToday(outbox);
  const [resolver] = useState(() => createMemberResolver(today));
  const form = useForm<MemberInput, unknown, Member>({
    defaultValues: EMPTY_MEMBER,
    resolver,
    mode: 'onTouched',
    shouldFocusError: false,
  });
  const sound = useSound(till.isSoundOn);
  const counter = {
    operatorId,
    operatorIds: till.operators.map(({ id }) => id),
    brandId: till.brandId,
    noticeVersion: noticeVersion(till.notice),
  };
  const onFilled = useRef(() => {});
  const registration = useRegistration(
    form,
    counter,
    sound.play,
    () => onFilled.current(),
    () => setChoosing(true),
    () => lock.lock(),
    setOperatorId,
  );
  const { busy } = registration;
  useAskedAnew(outbox, registration.askAnew);
  useUnreadForm(registration.onHand);
  // Behind it: a hand that makes room for the next customer means that one.
  const endPress = usePressOfForm({
    isBounce: registration.isBounce,
    onRefused: () => sound.play('error'),
  });
  const numberPad = useNumberPad(form, () => sayLost());
  const [wasLocked] = useState(till.isLocked);
  const [caretBefore] = useState(keptCaret);
  const lock = useLock(till.lockAfterMinutes, wasLocked, () => {
    setChoosing(false);
    closeDialogs();
    forgetEdits();
    scanner.drop();
    strays.dropEarly();
    registration.keepDraft(true);
  });
  const queue = useQueuePanel(lock.isLocked);
  const enter = (id: string) => {
    setOperatorId(id);
    if (!lock.isLocked) return;
    lock.unlock();
    registration.keepDraft(false, id);
  };
  const strays = useStrayKeys({
    operators: till.operators,
    isLocked: lock.isLocked,
    busy,
    values: form.getValues,
    onNextKey: registration.onNextKey,
    onLost: () => sayLost(),
  });
  const pad = {
    ...numberPad,
    press: (key: PadKey) => {
      registration.onNextKey();
      if (busy) strays.padEarly(key);
      else numberPad.press(key);
    },
  };
  const scanner = useScanner({
    form,
    busy,
    isLocked: lock.isLocked,
    otherRoutes: [badgeRoute(till.operators, t, enter)],
    strays,
    onUnplaced: () => sound.play('error'),
  });
  useFunctionKeys(
    {
      save: registration.save,
      clear: registration.clear,
      'undo-clear': registration.undoClear,
      'toggle-correction': registration.toggleCorrection,
      'open-queue': queue.open,
      consent: registration.toggleConsent,
      operator: () => setChoosing((isOpen) => !isOpen),
      lock: lock.lock,
      refuse: registration.refuse,
    },
    { onNextKey: registration.onNextKey, isLocked: lock.isLocked },
  );
  const restore = (draft: RestoredDraft, mayComeIn: boolean) => {
    // The hand that typed it went away before the crash.
    const wasLeft = till.lockAfterMinutes > 0 && draft.age >= till.lockAfterMinutes * 60_000;
    // Whoever has come past the lock before it came is not asked twice.
    const isBehindLock = wasLocked ? lock.isLocked : draft.isLocked || wasLeft;
    const comesIn = mayComeIn && !isBehindLock && registration.isFree();
    registration.restore(draft, { mayComeIn, isBehindLock });
    // Whose window it is types on: the rest of a name is no phone number.
    if (comesIn && caretBefore !== null) focusCaret(caretBefore);
  };
  useKeepAsked(async () => {
    // The next customer's, for whom there is no form yet, and no place on the disk.
    const isMore = strays.hasEarly();
    return (await registration.keepForm()) && !isMore;
  });
  const [isDraftKnown, setDraftKnown] = useState(false);
  const draftRefusal = useRestoredDraft({
    ...registration,
    restore,
    isLocked: lock.isLocked,
    releaseDrafts: () => {
      registration.releaseDrafts();
      setDraftKnown(true);
    },
  });
  useOfferedForm({
    isLocked: lock.isLocked,
    isFree: registration.isFree,
    fill: registration.fillOffered,
    isReady: isDraftKnown,
  });
  useEffect(() => {
    onFilled.current = () => {
      forgetLastField();
      forgetEdits();
      endPress();
      scanner.forget();
      strays.giveEarly();
    };
  });
  useCompositionGuard((field, refused) => {
    registration.leaveWord(field, refused);
    if (refused !== null) sound.play('error');
  });
  const sayDropped = useDroppedKeys(form, scanner.feedback);
  const sayLost = () => sayDropped(() => sound.play('error'));
  const wasBusy = useRef(false);
  useEffect(() => {
    const hasEnded = wasBusy.current && !busy;
    wasBusy.current = busy;
    // After a save that went well they are given to the next customer.
    if (busy || registration.result.kind === 'saved') return;
    // The last one may still be kept back, as it might be a scanner's.
    const hasFailed = hasEnded && registration.result.kind === 'failed' && !lock.isLocked;
    const hadHeld = hasFailed && scanner.dropHeld();
    if (!strays.dropEarly() && !hadHeld) return;
    strays.dropRest();
    sayLost();
  });
  useEffect(() => {
    // What had the focus could not keep it through the save.
    if (!busy && document.activeElement === document.body) focusLastField();
  }, [busy]);
  usePhoneAsked({
    byKey: () => {
      if (!lock.isLocked) focusField('mobile');
    },
    byLink: () => {
      if (!lock.isLocked && !busy && !registration.hasDraft()) focusField('mobile');
    },
  });
  useEffect(watchLastField, []);
  useEffect(keepFocusInField, []);
  useEffect(watchOwnEdits, []);
  useEffect(watchCaret, []);
  useEffect(() => {
    if (!lock.isLocked) focusLastField();
  }, [lock.isLocked]);

  return {
    outbox,
    operatorId,
    setOperatorId,
    isChoosing,
    setChoosing,
    today,
    form,
    sound,
    registration,
    pad,
    lock,
    queue,
    enter,
    scanner,
    draftRefusal,
  };
}
