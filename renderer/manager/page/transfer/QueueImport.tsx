import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportForeseen } from '../../../../app/move/foreseen.ts';
import { useBridge } from '../../../bridge/BridgeContext.tsx';
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
  const [looked, setSeen] = useState<ImportForeseen | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const go = useRef<HTMLButtonElement>(null);
  // What was told is not what is there any more.
  const seen = failure === 'move.changed' ? null : looked;
  // What it would do is read before Enter does it.
  useEffect(() => {
    if (seen !== null) go.current?.focus();
  }, [seen]);
  const look = () =>
    oneAtATime(async () => {
      if (chosen === null) return;
      const { number } = chosen;
      setFailure(null);
      const answer = await call(() => bridge.foreseeImport({ number, passphrase }));
      if (answer.ok) return setSeen(answer.value);
      setFailure(answer.code);
      field.current?.focus();
    });
  const forget = () => {
    setSeen(null);
    setPassphrase('');
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
      onSubmit={() => void (seen === null ? look() : move(passphrase, forget))}
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
