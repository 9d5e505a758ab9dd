import { useEffect } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import type { TillView } from '../../app/ipc/bridge.ts';
import { EMPTY_MEMBER, type Member, type MemberInput } from '../../app/member/memberSchema.ts';
import { useOutbox } from '../bridge/useOutbox.ts';
import { FormButtons } from '../form/FormButtons.tsx';
import { focusField } from '../form/focusField.ts';
import { MemberForm } from '../form/MemberForm.tsx';
import { memberResolver } from '../form/memberResolver.ts';
import { usePhonePad } from '../form/usePhonePad.ts';
import { Header } from '../header/Header.tsx';
import { useOperator } from '../header/useOperator.ts';
import { NumberPad } from '../pad/NumberPad.tsx';
import { Banners } from '../queue/Banners.tsx';
import { RecentSaves } from '../queue/RecentSaves.tsx';
import { ResultSpot } from '../save/ResultSpot.tsx';
import { useRegistration } from '../save/useRegistration.ts';
import { ScannerDoor } from '../scan/ScannerDoor.tsx';
import { ScanSpot } from '../scan/ScanSpot.tsx';
import { useScanner } from '../scan/useScanner.ts';
import { SoundToggle } from '../sound/SoundToggle.tsx';
import { useSound } from '../sound/useSound.ts';
import { useFunctionKeys } from './useFunctionKeys.ts';
import { useMediaQuery } from './useMediaQuery.ts';

/** The one screen: the form on the left, number pad and latest saves on the right. */
export function CashierScreen({ till }: { till: TillView }) {
  const outbox = useOutbox();
  const [operatorId, setOperatorId] = useOperator(till.operators);
  const form = useForm<MemberInput, unknown, Member>({
    defaultValues: EMPTY_MEMBER,
    resolver: memberResolver,
    mode: 'onTouched',
    shouldFocusError: false,
  });
  const sound = useSound(till.isSoundOn);
  const registration = useRegistration(form, operatorId, sound.play);
  const pad = usePhonePad(form);
  // Beside a narrow strip there is no room for a pad; then the system's own keyboard may come.
  const padShown = useMediaQuery('(min-width: 720px)');
  const busy = registration.result.kind === 'saving';
  const scanner = useScanner({ form, busy });
  useFunctionKeys(registration);
  useEffect(() => focusField('mobile'), []);

  return (
    <FormProvider {...form}>
      <div className="screen">
        <Header
          till={till}
          outbox={outbox}
          operatorId={operatorId}
          onOperator={setOperatorId}
          tools={
            <>
              <ScannerDoor scanner={scanner} />
              <SoundToggle isOn={sound.isOn} onToggle={sound.toggle} />
            </>
          }
        />
        <Banners view={outbox} />
        <main className="desk">
          <MemberForm
            padShown={padShown}
            busy={busy}
            isBounce={registration.isBounce}
            onSave={() => void registration.save()}
            result={
              <ScanSpot notice={scanner.notice}>
                <ResultSpot
                  result={registration.result}
                  recent={outbox?.recent ?? []}
                  justCleared={registration.canUndo}
                  known={registration.known}
                  onToggleCorrection={registration.toggleCorrection}
                />
              </ScanSpot>
            }
            buttons={
              <FormButtons
                busy={busy}
                canUndo={registration.canUndo}
                isCorrection={registration.known?.isCorrection === true}
                onClear={registration.clear}
                onUndoClear={registration.undoClear}
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
            <RecentSaves view={outbox} />
          </aside>
        </main>
      </div>
    </FormProvider>
  );
}
