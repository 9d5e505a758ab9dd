import { useCallback, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { passphraseProblem } from '../../../../app/move/passphrase.ts';
import { useBridge } from '../../../bridge/BridgeContext.tsx';
import { FilePath } from '../../../move/FilePath.tsx';
import { PassphraseField } from '../../../move/PassphraseField.tsx';
import { Said } from '../Said.tsx';
import { useManagerAnswer } from '../useManagerAnswer.ts';
import { passphraseField } from './passphraseField.ts';
import { TransferDone } from './TransferDone.tsx';
import { TransferProgress } from './TransferProgress.tsx';
import { useTransfer } from './useTransfer.ts';

const STAYS = ['unreadable', 'underWay', 'refused', 'behind'] as const;

/** The queue into a file for another PC: first what would leave and what would stay, then the place, then the passphrase. */
export function QueueExport() {
  const { t } = useTranslation();
  const bridge = useBridge();
  const id = useId();
  const [asked, again] = useManagerAnswer(useCallback(() => bridge.foreseeExport(), [bridge]));
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
  } = useTransfer('export');
  const [passphrase, setPassphrase] = useState('');
  const [second, setSecond] = useState('');
  const [first, repetition] = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)];
  const seen = asked.kind === 'answered' ? asked.value : null;
  const about = passphraseField(failure);
  const tryToMove = async () => {
    // What is typed unseen is soon mistyped, and then nobody can open the file.
    const problem =
      passphraseProblem(passphrase) ?? (passphrase === second ? null : 'passphrase.differs');
    if (problem !== null) {
      setFailure(problem);
      (problem === 'passphrase.differs' ? repetition : first).current?.focus();
      return;
    }
    await move(passphrase, () => {
      setPassphrase('');
      setSecond('');
      again();
    });
  };
  return (
    <section className="transfer-part" aria-labelledby={id} data-testid="transfer-export">
      <h4 id={id}>{t('manager.transfer.title.export')}</h4>
      <p className="field-hint">{t('manager.transfer.about.export')}</p>
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
      {chosen !== null && (
        <form
          className="transfer-form"
          onSubmit={(event) => {
            event.preventDefault();
            void tryToMove();
          }}
        >
          <FilePath file={chosen.file} />
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
          <div className="buttons manager-deeds">
            <button
              type="button"
              className="button"
              data-testid="export-not-now"
              disabled={isMoving}
              onClick={giveUp}
            >
              {t('move.notNow.export')}
            </button>
            <button
              type="submit"
              className="button button-primary"
              data-testid="export-go"
              disabled={isMoving}
            >
              {t('move.action.export')}
            </button>
          </div>
        </form>
      )}
      {isMoving && <TransferProgress progress={progress} />}
      <p className="field-error" role="alert" data-testid="export-failure">
        {about.other !== null && t(`failure.${about.other}`)}
      </p>
      {report !== null && <TransferDone report={report} />}
      {chosen === null && (
        <div className="buttons manager-deeds">
          <button
            type="button"
            className="button"
            ref={chooseButton}
            data-testid="export-choose"
            onClick={() => void choose()}
          >
            {t('manager.transfer.choose.export')}
          </button>
        </div>
      )}
    </section>
  );
}
