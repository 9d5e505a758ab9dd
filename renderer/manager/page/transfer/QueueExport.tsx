import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { passphraseProblem } from '../../../../app/move/passphrase.ts';
import { useBridge } from '../../../bridge/BridgeContext.tsx';
import { PassphraseField } from '../../../move/PassphraseField.tsx';
import { Said } from '../Said.tsx';
import { useManagerAnswer } from '../useManagerAnswer.ts';
import { passphraseField } from './passphraseField.ts';
import { TransferFrame } from './TransferFrame.tsx';
import { useTransfer } from './useTransfer.ts';

const STAYS = ['unreadable', 'underWay', 'refused', 'samePerson'] as const;

/** The queue into a file for another PC: first what would leave and what would stay, then the place, then the passphrase. */
export function QueueExport() {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [asked, again] = useManagerAnswer(useCallback(() => bridge.foreseeExport(), [bridge]));
  const transfer = useTransfer('export');
  const [passphrase, setPassphrase] = useState('');
  const [second, setSecond] = useState('');
  const [first, repetition] = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)];
  const seen = asked.kind === 'answered' ? asked.value : null;
  const about = passphraseField(transfer.failure);
  const tryToMove = async () => {
    // What is typed unseen is soon mistyped, and then nobody can open the file.
    const problem =
      passphraseProblem(passphrase) ?? (passphrase === second ? null : 'passphrase.differs');
    if (problem !== null) {
      transfer.setFailure(problem);
      (problem === 'passphrase.differs' ? repetition : first).current?.focus();
      return;
    }
    await transfer.move(passphrase, () => {
      setPassphrase('');
      setSecond('');
      again();
    });
  };
  const foreseen = (
    <>
      <Said asked={asked} />
      {seen !== null && (
        <ul className="transfer-list" data-testid="export-foreseen">
          <li>{t('manager.transfer.leaves', { count: seen.waiting + seen.held })}</li>
          {seen.held > 0 && <li>{t('manager.transfer.leavesHeld', { count: seen.held })}</li>}
          {STAYS.map(
            (why) =>
              seen.stays[why] > 0 && (
                <li key={why}>{t(`manager.transfer.stays.${why}`, { count: seen.stays[why] })}</li>
              ),
          )}
        </ul>
      )}
    </>
  );
  return (
    <TransferFrame
      way="export"
      transfer={transfer}
      foreseen={foreseen}
      action={{ name: 'go', text: t('move.action.export') }}
      onSubmit={() => void tryToMove()}
      onNotNow={transfer.giveUp}
    >
      <PassphraseField
        field={first}
        name="passphrase"
        value={passphrase}
        onChange={setPassphrase}
        takesFocus
        problem={about.first}
        onEnter={() => repetition.current?.focus()}
      />
      <PassphraseField
        field={repetition}
        name="passphraseAgain"
        value={second}
        onChange={setSecond}
        problem={about.second}
      />
      <p className="field-hint">{t('move.needed')}</p>
    </TransferFrame>
  );
}
