import { type ComponentProps, useMemo } from 'react';
import { FormProvider } from 'react-hook-form';
import type { TillView } from '../../app/ipc/tillView.ts';
import type { ComputerPrompt as Prompt } from '../computer/ComputerPrompt.tsx';
import { useComputerQuestion } from '../computer/useComputerQuestion.ts';
import { ConsentFields } from '../consent/ConsentFields.tsx';
import { focusConsent } from '../consent/focusConsent.ts';
import { BottomBar } from '../form/BottomBar.tsx';
import { MemberForm } from '../form/MemberForm.tsx';
import { UnchosenContext } from '../form/UnchosenContext.ts';
import { UndoClearButton } from '../form/UndoClearButton.tsx';
import { Header } from '../header/Header.tsx';
import { withLaterWords } from '../i18n/withLaterWords.ts';
import { LockedContext } from '../lock/useUntilLock.ts';
import { CounterContext } from '../manager/CounterContext.ts';
import { useMediaQuery } from '../media/useMediaQuery.ts';
import { NumberPad } from '../pad/NumberPad.tsx';
import { FormNowContext } from '../parts/FormNowContext.ts';
import { lazyPart } from '../parts/lazyPart.tsx';
import { Badge } from '../queue/Badge.tsx';
import { Banners } from '../queue/Banners.tsx';
import type { QueuePanelProps } from '../queue/panel/QueuePanel.tsx';
import { RecentSaves } from '../queue/RecentSaves.tsx';
import { CorrectionQuestion } from '../save/CorrectionQuestion.tsx';
import { ResultSpot } from '../save/ResultSpot.tsx';
import { ScannerTestButton } from '../scan/ScannerTestButton.tsx';
import { ScanSpot } from '../scan/ScanSpot.tsx';
import { SoundToggle } from '../sound/SoundToggle.tsx';
import { useCounter } from './useCounter.ts';

/** Loaded when it is opened: the first screen does not wait for it. */
const QueuePanel = lazyPart<QueuePanelProps & { onDrop: () => void }>(
  async () => (await withLaterWords(import('../queue/panel/QueuePanel.tsx'))).QueuePanel,
  { leave: ({ onClose }) => onClose(), drop: ({ onDrop }) => onDrop() },
);
const ComputerPrompt = lazyPart<ComponentProps<typeof Prompt>>(
  async () => (await withLaterWords(import('../computer/ComputerPrompt.tsx'))).ComputerPrompt,
  { leave: ({ onClose }) => onClose() },
);
const LockScreen = lazyPart(async () => (await import('../lock/LockScreen.tsx')).LockScreen, {
  isScreen: true,
});

/** The one screen: the form on the left, number pad and latest saves on the right. What it does: `useCounter`. */
export function CashierScreen({ till }: { till: TillView }) {
  const counter = useCounter(till);
  const { outbox, operatorId, setOperatorId, isChoosing, setChoosing, today, form } = counter;
  const { sound, registration, pad, lock, queue, enter, scanner, draftRefusal } = counter;
  const { filled, busy, isAgreed, known, takesConsent, result } = registration;
  const computer = useComputerQuestion(till.computer, {
    isLocked: lock.isLocked,
    isFree: registration.isFree,
  });
  const formNow = useMemo(() => ({ filled, busy }), [filled, busy]);
  // Beside a narrow strip there is no room for a pad; then the system's own keyboard may come.
  const padShown = useMediaQuery('(min-width: 720px)');

  return (
    <LockedContext value={lock.isLocked}>
      <FormNowContext value={formNow}>
        <FormProvider {...form}>
          {lock.isLocked && (
            <LockScreen
              till={till}
              outbox={outbox}
              operatorId={operatorId}
              hasDraft={registration.hasDraft()}
              onOperator={enter}
            />
          )}
          <div className="screen" hidden={lock.isLocked}>
            <CounterContext value={registration}>
              <Header
                till={till}
                badge={padShown ? <Badge view={outbox} onHeld={queue.open} /> : null}
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
            </CounterContext>
            <Banners
              view={outbox}
              isStrip={!padShown}
              onHeld={queue.open}
              onComputer={computer.open}
            />
            <main className="desk" data-scrolls>
              <UnchosenContext value={registration.unchosen}>
                <MemberForm
                  padShown={padShown}
                  busy={busy}
                  today={today}
                  isBounce={registration.isBounce}
                  onSave={registration.save}
                  onEnd={() => (isAgreed || !takesConsent ? registration.save() : focusConsent())}
                  result={
                    <ScanSpot
                      feedback={scanner.feedback}
                      isGivingWay={registration.isKnownShown}
                      hasFailed={result.kind === 'failed'}
                    >
                      <ResultSpot
                        result={result}
                        operatorId={operatorId}
                        recent={outbox?.recent ?? []}
                        undo={
                          registration.undo && {
                            of: registration.undo,
                            button: <UndoClearButton onUndoClear={registration.undoClear} />,
                          }
                        }
                        known={known}
                        lookupWait={registration.lookupWait}
                        draftRefusal={draftRefusal}
                        isConsentLost={registration.isConsentLost}
                        correcting={registration.correcting}
                        missed={registration.missed}
                        onToggleCorrection={registration.toggleCorrection}
                      />
                    </ScanSpot>
                  }
                  bar={
                    <BottomBar
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
                      isOver={!padShown}
                      busy={busy}
                      saves={
                        known?.choice === 'none'
                          ? 'nothing'
                          : registration.isCorrection
                            ? 'correction'
                            : 'member'
                      }
                      onClear={registration.clear}
                      onRefuse={registration.refuse}
                    />
                  }
                />
              </UnchosenContext>

              <aside className="side">
                {padShown && <NumberPad onKey={pad.press} onEnter={pad.enter} />}
                <RecentSaves view={outbox} onOpenAll={queue.open} onOpen={queue.openAt} />
              </aside>
            </main>
            <CorrectionQuestion
              question={registration.question}
              slip={registration.correcting?.slip ?? known?.member.slip ?? ''}
              mayBeOther={known !== null}
              onConfirm={registration.confirmCorrection}
              onLeave={registration.leaveCorrection}
              onOther={registration.addAsNew}
            />
            {computer.question !== null && (
              <ComputerPrompt
                question={computer.question}
                onShown={computer.onShown}
                onClose={computer.close}
              />
            )}
            {queue.isOpen && (
              <QueuePanel
                view={outbox}
                operatorId={operatorId}
                slip={queue.slip}
                onClose={queue.close}
                onDrop={queue.drop}
                onCorrect={(draft) => {
                  queue.close();
                  registration.correct(draft);
                }}
              />
            )}
          </div>
        </FormProvider>
      </FormNowContext>
    </LockedContext>
  );
}
