import { type ReactNode, type Ref, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { FilePath } from '../../../move/FilePath.tsx';
import { passphraseField } from './passphraseField.ts';
import { TransferDone } from './TransferDone.tsx';
import { TransferProgress } from './TransferProgress.tsx';
import type { useTransfer } from './useTransfer.ts';

interface TransferFrameProps {
  way: 'export' | 'import';
  transfer: ReturnType<typeof useTransfer>;
  /** What is said before anything is chosen. */
  foreseen?: ReactNode;
  /** What is asked of whoever has chosen a file. */
  children: ReactNode;
  /** The one that goes on: `name` is the end of its test id. */
  action: { name: string; text: string; button?: Ref<HTMLButtonElement> };
  onSubmit(): void;
  onNotNow(): void;
}

/** What both ways of a queue have in common: title, the file and its form, how far it has come, what went wrong. */
export function TransferFrame(props: TransferFrameProps) {
  const { way, transfer, foreseen, children, action, onSubmit, onNotNow } = props;
  const { t } = useTranslation();
  const id = useId();
  const { chosen, failure, report, progress, isMoving, choose, chooseButton } = transfer;
  const { other } = passphraseField(failure);
  return (
    <section className="transfer-part" aria-labelledby={id} data-testid={`transfer-${way}`}>
      <h4 id={id}>{t(`manager.transfer.title.${way}`)}</h4>
      <p className="field-hint">{t(`manager.transfer.about.${way}`)}</p>
      {foreseen}
      {chosen !== null && (
        <form
          className="transfer-form"
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          <FilePath file={chosen.file} />
          {children}
          <div className="buttons manager-deeds">
            <button
              type="button"
              className="button"
              data-testid={`${way}-not-now`}
              disabled={isMoving}
              onClick={onNotNow}
            >
              {t(`move.notNow.${way}`)}
            </button>
            <button
              type="submit"
              className="button button-primary"
              ref={action.button}
              data-testid={`${way}-${action.name}`}
              disabled={isMoving}
            >
              {action.text}
            </button>
          </div>
        </form>
      )}
      {isMoving && <TransferProgress progress={progress} />}
      <p className="field-error" role="alert" data-testid={`${way}-failure`}>
        {other !== null && t(`failure.${other}`)}
      </p>
      {report !== null && <TransferDone report={report} />}
      {chosen === null && (
        <div className="buttons manager-deeds">
          <button
            type="button"
            className="button"
            ref={chooseButton}
            data-testid={`${way}-choose`}
            onClick={() => void choose()}
          >
            {t(`manager.transfer.choose.${way}`)}
          </button>
        </div>
      )}
    </section>
  );
}
