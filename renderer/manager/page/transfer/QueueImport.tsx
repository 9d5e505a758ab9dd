import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportForeseen } from '../../../../app/move/foreseen.ts';
import { useBridge } from '../../../bridge/BridgeContext.tsx';
import { FilePath } from '../../../move/FilePath.tsx';
import { PassphraseField } from '../../../move/PassphraseField.tsx';
import { useOneAtATime } from '../../useOneAtATime.ts';
import { useManager } from '../ManagerContext.ts';
import { ForeseenImport } from './ForeseenImport.tsx';
import { passphraseField } from './passphraseField.ts';
import { TransferDone } from './TransferDone.tsx';
import { TransferProgress } from './TransferProgress.tsx';
import { useTransfer } from './useTransfer.ts';

/** A queue out of a file: the file, its passphrase, what it would do, and only then its taking over. */
export function QueueImport() {
  const { t } = useTranslation();
  const bridge = useBridge();
  const id = useId();
  const { call } = useManager();
  const oneAtATime = useOneAtATime();
  const {
    chosen,
    failure,
    setFailure,
    report,
    progress,
    isMoving,
    choose,
    move,
    giveUp,
    chooseButton,
  } = useTransfer('import');
  const [passphrase, setPassphrase] = useState('');
  const [looked, setSeen] = useState<ImportForeseen | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const go = useRef<HTMLButtonElement>(null);
  // What was told is not what is there any more.
  const seen = failure === 'move.changed' ? null : looked;
  const about = passphraseField(failure);
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
    <section className="transfer-part" aria-labelledby={id} data-testid="transfer-import">
      <h4 id={id}>{t('manager.transfer.title.import')}</h4>
      <p className="field-hint">{t('manager.transfer.about.import')}</p>
      {chosen !== null && (
        <form
          className="transfer-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (seen === null) void look();
            else void move(passphrase, forget);
          }}
        >
          <FilePath file={chosen.file} />
          {seen === null ? (
            <PassphraseField
              field={field}
              name="passphrase"
              value={passphrase}
              onChange={setPassphrase}
              takesFocus
              hint={t('move.asExported')}
              problem={about.first}
            />
          ) : (
            <ForeseenImport seen={seen} />
          )}
          <div className="buttons manager-deeds">
            <button
              type="button"
              className="button"
              data-testid="import-not-now"
              disabled={isMoving}
              onClick={() => {
                forget();
                giveUp();
              }}
            >
              {t('move.notNow.import')}
            </button>
            <button
              type="submit"
              className="button button-primary"
              ref={go}
              data-testid={seen === null ? 'import-look' : 'import-go'}
              disabled={isMoving}
            >
              {t(seen === null ? 'manager.transfer.look' : 'move.action.import')}
            </button>
          </div>
        </form>
      )}
      {isMoving && <TransferProgress progress={progress} />}
      <p className="field-error" role="alert" data-testid="import-failure">
        {about.other !== null && t(`failure.${about.other}`)}
      </p>
      {report !== null && <TransferDone report={report} />}
      {chosen === null && (
        <div className="buttons manager-deeds">
          <button
            type="button"
            className="button"
            ref={chooseButton}
            data-testid="import-choose"
            onClick={() => void choose()}
          >
            {t('manager.transfer.choose.import')}
          </button>
        </div>
      )}
    </section>
  );
}
