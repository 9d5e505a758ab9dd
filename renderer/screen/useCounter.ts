import { useEffect, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { noticeVersion } from '../../app/consent/notice.ts';
import type { RestoredDraft } from '../../app/draft/draft.ts';
import type { TillView } from '../../app/ipc/tillView.ts';
import { EMPTY_MEMBER, type Member, type MemberInput } from '../../app/member/memberSchema.ts';
import { useOutbox } from '../bridge/useOutbox.ts';
import { useRestoredDraft } from '../draft/useRestoredDraft.ts';
import { focusField } from '../form/focusField.ts';
import { createMemberResolver } from '../form/memberResolver.ts';
import { usePhonePad } from '../form/usePhonePad.ts';
import { useToday } from '../form/useToday.ts';
import { useOperator } from '../header/useOperator.ts';
import { closeDialogs } from '../lock/closeDialogs.ts';
import { fieldInUse } from '../lock/fieldInUse.ts';
import { useLock } from '../lock/useLock.ts';
import { useRegistration } from '../save/useRegistration.ts';
import { badgeRoute } from '../scan/badgeRoute.ts';
import { useScanner } from '../scan/useScanner.ts';
import { useSound } from '../sound/useSound.ts';
import { useFunctionKeys } from './useFunctionKeys.ts';
import { useQueuePanel } from './useQueuePanel.ts';

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
    noticeVersion: noticeVersion(till.notice),
  };
  const registration = useRegistration(form, counter, sound.play);
  const pad = usePhonePad(form);
  const before = useRef<HTMLElement | null>(null);
  const lock = useLock(till.lockAfterMinutes, () => {
    before.current = fieldInUse();
    setChoosing(false);
    closeDialogs();
    registration.keepDraft(true);
  });
  const queue = useQueuePanel(lock.isLocked);
  const enter = (id: string) => {
    setOperatorId(id);
    if (!lock.isLocked) return;
    lock.unlock();
    registration.keepDraft(false);
  };
  const scanner = useScanner({
    form,
    busy: registration.busy,
    isLocked: lock.isLocked,
    otherRoutes: [badgeRoute(till.operators, t, enter)],
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
      operator: () => setChoosing(true),
      lock: lock.lock,
      refuse: registration.refuse,
    },
    { onNextKey: registration.onNextKey, isLocked: lock.isLocked },
  );
  const restore = (draft: RestoredDraft) => {
    // Whose hand was faster is at the till, and stays there.
    if (!registration.restore(draft)) return;
    if (till.operators.some(({ id }) => id === draft.operatorId)) setOperatorId(draft.operatorId);
    // The hand that typed it went away before the crash.
    const wasLeft = till.lockAfterMinutes > 0 && draft.age >= till.lockAfterMinutes * 60_000;
    if (draft.isLocked || wasLeft) lock.lock();
  };
  const draftRefusal = useRestoredDraft({ ...registration, restore });
  useEffect(() => {
    if (lock.isLocked) return;
    before.current?.focus();
    if (document.activeElement === document.body) focusField('mobile');
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
