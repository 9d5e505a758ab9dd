import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { noticeVersion } from '../../app/consent/notice.ts';
import type { RestoredDraft } from '../../app/draft/draft.ts';
import type { TillView } from '../../app/ipc/tillView.ts';
import { EMPTY_MEMBER, type Member, type MemberInput } from '../../app/member/memberSchema.ts';
import { useOutbox } from '../bridge/useOutbox.ts';
import { ConsentFields } from '../consent/ConsentFields.tsx';
import { focusConsent } from '../consent/focusConsent.ts';
import { useRestoredDraft } from '../draft/useRestoredDraft.ts';
import { FormButtons } from '../form/FormButtons.tsx';
import { focusField } from '../form/focusField.ts';
import { MemberForm } from '../form/MemberForm.tsx';
import { createMemberResolver } from '../form/memberResolver.ts';
import { UndoClearButton } from '../form/UndoClearButton.tsx';
import { usePhonePad } from '../form/usePhonePad.ts';
import { useToday } from '../form/useToday.ts';
import { Header } from '../header/Header.tsx';
import { useOperator } from '../header/useOperator.ts';
import { withLaterWords } from '../i18n/withLaterWords.ts';
import { closeDialogs } from '../lock/closeDialogs.ts';
import { fieldInUse } from '../lock/fieldInUse.ts';
import { useLock } from '../lock/useLock.ts';
import { LockedContext } from '../lock/useUntilLock.ts';
import { useMediaQuery } from '../media/useMediaQuery.ts';
import { NumberPad } from '../pad/NumberPad.tsx';
import { Banners } from '../queue/Banners.tsx';
import { RecentSaves } from '../queue/RecentSaves.tsx';
import { ResultSpot } from '../save/ResultSpot.tsx';
import { useRegistration } from '../save/useRegistration.ts';
import { badgeRoute } from '../scan/badgeRoute.ts';
import { ScannerTestButton } from '../scan/ScannerTestButton.tsx';
import { ScanSpot } from '../scan/ScanSpot.tsx';
import { useScanner } from '../scan/useScanner.ts';
import { SoundToggle } from '../sound/SoundToggle.tsx';
import { useSound } from '../sound/useSound.ts';
import { useFunctionKeys } from './useFunctionKeys.ts';
import { useQueuePanel } from './useQueuePanel.ts';

/** Loaded when it is opened: the first screen does not wait for it. */
const QueuePanel = lazy(() =>
  withLaterWords(import('../queue/panel/QueuePanel.tsx')).then((module) => ({
    default: module.QueuePanel,
  })),
);
const LockScreen = lazy(() =>
  import('../lock/LockScreen.tsx').then((module) => ({ default: module.LockScreen })),
);

/** The one screen: the form on the left, number pad and latest saves on the right. */
export function CashierScreen({ till }: { till: TillView }) {
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
  const { busy, isAgreed, isCorrection } = registration;
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
  // Beside a narrow strip there is no room for a pad; then the system's own keyboard may come.
  const padShown = useMediaQuery('(min-width: 720px)');
  const scanner = useScanner({
    form,
    busy,
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
    if (till.operators.some(({ id }) => id === draft.operatorId)) setOperatorId(draft.operatorId);
    registration.restore(draft);
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

  return (
    <LockedContext value={lock.isLocked}>
      <FormProvider {...form}>
        {lock.isLocked && (
          <Suspense>
            <LockScreen
              till={till}
              outbox={outbox}
              operatorId={operatorId}
              hasDraft={registration.hasDraft()}
              onOperator={enter}
            />
          </Suspense>
        )}
        <div className="screen" hidden={lock.isLocked}>
          <Header
            till={till}
            outbox={outbox}
            operatorId={operatorId}
            tools={
              <>
                <ScannerTestButton scanner={scanner} />
                <SoundToggle isOn={sound.isOn} onToggle={sound.toggle} />
              </>
            }
            isChoosing={isChoosing}
            onChoosing={setChoosing}
            onOperator={setOperatorId}
            onLock={lock.lock}
          />
          <Banners view={outbox} />
          <main className="desk">
            <MemberForm
              padShown={padShown}
              busy={busy}
              today={today}
              isBounce={registration.isBounce}
              onSave={registration.save}
              onEnd={() => (isAgreed || isCorrection ? registration.save() : focusConsent())}
              result={
                <ScanSpot feedback={scanner.feedback} isGivingWay={registration.known !== null}>
                  <ResultSpot
                    result={registration.result}
                    recent={outbox?.recent ?? []}
                    undo={
                      registration.canUndo && (
                        <UndoClearButton onUndoClear={registration.undoClear} />
                      )
                    }
                    known={registration.known}
                    lookupWait={registration.lookupWait}
                    draftRefusal={draftRefusal}
                    correcting={registration.correcting}
                    onToggleCorrection={registration.toggleCorrection}
                  />
                </ScanSpot>
              }
              consents={
                <ConsentFields
                  notice={till.notice}
                  isAgreed={isAgreed}
                  marketing={registration.marketing}
                  onToggleAgreed={registration.toggleConsent}
                  onToggleMarketing={registration.toggleMarketing}
                  isMissing={registration.result.kind === 'unconsented' && !isAgreed}
                />
              }
              buttons={
                <FormButtons
                  busy={busy}
                  isCorrection={isCorrection}
                  onClear={registration.clear}
                  onRefuse={registration.refuse}
                />
              }
            />
            <aside className="side">
              {padShown && (
                <NumberPad
                  onKey={(key) => {
                    registration.onNextKey();
                    if (!busy) pad.press(key);
                  }}
                  onEnter={pad.enter}
                />
              )}
              <RecentSaves view={outbox} onOpenAll={queue.open} onOpen={queue.openAt} />
            </aside>
          </main>
          {queue.isOpen && (
            <Suspense fallback={null}>
              <QueuePanel
                view={outbox}
                operatorId={operatorId}
                slip={queue.slip}
                onClose={queue.close}
                onCorrect={(draft) => {
                  queue.close();
                  registration.correct(draft);
                }}
              />
            </Suspense>
          )}
        </div>
      </FormProvider>
    </LockedContext>
  );
}
