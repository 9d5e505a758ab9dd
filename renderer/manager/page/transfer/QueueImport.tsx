import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportForeseen } from '../../../../app/move/foreseen.ts';
import { useBridge } from '../../../bridge/BridgeContext.tsx';
import { hasJustChanged } from '../../../focus/layers.ts';
import { PassphraseField } from '../../../move/PassphraseField.tsx';
import { useOneAtATime } from '../../useOneAtATime.ts';
import { useManager } from '../ManagerContext.ts';
import { ForeseenImport } from './ForeseenImport.tsx';
import { passphraseField } from './passphraseField.ts';
import { TransferFrame } from './TransferFrame.tsx';
import { useTransfer } from './useTransfer.ts';

/** A queue out of a file: the file, its passphrase, what it would do, and only then its taking over. */
export function QueueImport() {
  const { t } = useTranslation();
  const bridge = useBridge();
  const { call } = useManager();
  const oneAtATime = useOneAtATime();
  const transfer = useTransfer('import');
  const { chosen, failure, setFailure, move, giveUp } = transfer;
  const [passphrase, setPassphrase] = useState('');
  /** `number`: of the file that it is about. */
  const [looked, setLooked] = useState<{ number: number; seen: ImportForeseen } | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const go = useRef<HTMLButtonElement>(null);
  // What was told is not what is there any more, or is about a file that was given up while it was looked at.
  const isOfChosen = looked?.number === chosen?.number && failure !== 'move.changed';
  const seen = isOfChosen ? (looked?.seen ?? null) : null;
  const latest = useRef(chosen);
  useEffect(() => {
    latest.current = chosen;
  }, [chosen]);
  // What it would do is read before Enter does it.
  useEffect(() => {
    if (seen !== null) go.current?.focus();
  }, [seen]);
  const look = () =>
    oneAtATime(async () => {
      if (chosen === null) return;
      const { number } = chosen;
      setFailure(null);
      // Of a file that has changed since, what was told before holds no more, whatever comes of the new look.
      setLooked(null);
      const answer = await call(() => bridge.foreseeImport({ number, passphrase }));
      if (latest.current?.number !== number) return;
      if (answer.ok) return setLooked({ number, seen: answer.value });
      setFailure(answer.code);
      field.current?.focus();
    });
  const forget = () => {
    setLooked(null);
    setPassphrase('');
  };
  const goOn = () => {
    if (seen === null) return look();
    // The second half of a double press is no word for what the first has brought up.
    return hasJustChanged() ? undefined : move(passphrase, forget);
  };
  return (
    <TransferFrame
      way="import"
      transfer={transfer}
      action={
        seen === null
          ? { name: 'look', text: t('manager.transfer.look'), button: go }
          : { name: 'go', text: t('move.action.import'), button: go }
      }
      onSubmit={() => void goOn()}
      onNotNow={() => {
        forget();
        giveUp();
      }}
    >
      {seen === null ? (
        <PassphraseField
          field={field}
          name="passphrase"
          value={passphrase}
          onChange={setPassphrase}
          takesFocus
          hint={t('move.asExported')}
          problem={passphraseField(failure).first}
        />
      ) : (
        <ForeseenImport seen={seen} />
      )}
    </TransferFrame>
  );
}
