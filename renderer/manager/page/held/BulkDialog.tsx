import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkDeed, BulkPreview } from '../../../../app/outbox/bulk.ts';
import { useBridge } from '../../../bridge/BridgeContext.tsx';
import { Icon } from '../../../icons/Icon.tsx';
import { Modal } from '../../../parts/Modal.tsx';
import { failureKey } from '../../../queue/panel/failureKey.ts';
import { type ManagerFailure, useManager } from '../ManagerContext.ts';
import { BulkRows } from './BulkRows.tsx';
import { LeftList } from './LeftList.tsx';

export interface Choice {
  value: string;
  words: string;
}

interface BulkDialogProps {
  title: string;
  kind: 'resend' | 'operator' | 'outerType' | 'discard' | 'undo';
  /** What is chosen before it is looked at, a reason or a value; null: nothing is. */
  choices?: readonly Choice[] | null;
  deedOf: (value: string) => BulkDeed;
  onBegun: () => void;
  onClose: () => void;
}

/** What a deed would do: the number and the first rows, and whether there is a way back. Then it is done, or not. */
export function BulkDialog(props: BulkDialogProps) {
  const { title, kind, choices = null, deedOf, onBegun, onClose } = props;
  const { t } = useTranslation();
  const bridge = useBridge();
  const { call, operatorId, openings } = useManager();
  const id = useId();
  const [value, setValue] = useState('');
  const [preview, setPreview] = useState<BulkPreview | null>(null);
  const [failure, setFailure] = useState<ManagerFailure | null>(null);
  const [isBeginning, setBeginning] = useState(false);
  const isChosen = choices === null || value !== '';
  const deed = useRef(deedOf);
  useEffect(() => {
    deed.current = deedOf;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: after the PIN it is looked at anew
  useEffect(() => {
    if (!isChosen) return;
    let isWanted = true;
    setPreview(null);
    void call(() => bridge.previewBulk({ operatorId, deed: deed.current(value) })).then(
      (answer) => {
        if (!isWanted) return;
        setFailure(answer.ok ? null : answer.code);
        if (answer.ok) setPreview(answer.value);
      },
    );
    return () => {
      isWanted = false;
    };
  }, [bridge, call, operatorId, openings, isChosen, value]);

  const begin = async (token: string) => {
    setBeginning(true);
    const answer = await call(() => bridge.runBulk({ operatorId, token }));
    setBeginning(false);
    if (answer.ok) {
      onBegun();
      onClose();
      return;
    }
    // What was looked at is used up, or is no more.
    setPreview(null);
    setFailure(answer.code);
  };

  return (
    <Modal title={title} testId="bulk-dialog" className="held-dialog" onClose={onClose}>
      {choices !== null && kind !== 'resend' && kind !== 'undo' && (
        <label className="manager-filter" htmlFor={id}>
          <span className="field-label">{t(`manager.held.dialog.value.${kind}`)}</span>
          <span className="select">
            <select
              id={id}
              className="input"
              data-testid="bulk-value"
              value={value}
              onChange={({ target }) => setValue(target.value)}
            >
              <option value="" disabled>
                {t('manager.held.dialog.choose')}
              </option>
              {choices.map((one) => (
                <option key={one.value} value={one.value}>
                  {one.words}
                </option>
              ))}
            </select>
            <Icon name="chevron" />
          </span>
        </label>
      )}
      {isChosen && preview === null && failure === null && (
        <p className="manager-empty" role="status">
          {t('manager.reading')}
        </p>
      )}
      {preview !== null && (
        <section
          className="held-preview"
          aria-label={title}
          data-testid="bulk-preview"
          data-scrolls
          // biome-ignore lint/a11y/noNoninteractiveTabindex: nothing in it can have the focus, and keys must scroll it
          tabIndex={0}
        >
          <p className="held-may" role="status" data-testid="bulk-may">
            {t('manager.held.dialog.may', { count: preview.may, total: preview.total })}
          </p>
          {preview.byWord > 0 && (
            <p className="manager-note tone-warning" data-testid="bulk-by-word">
              {t('manager.held.dialog.byWord', { count: preview.byWord })}
            </p>
          )}
          <LeftList left={preview.left} />
          <BulkRows rows={preview.rows} />
          {(kind === 'discard' || kind === 'operator' || kind === 'outerType') && (
            <p className="held-quiet">
              {t(
                kind === 'discard'
                  ? 'manager.held.dialog.undo30'
                  : 'manager.held.dialog.undoUnsent',
              )}
            </p>
          )}
          {kind === 'undo' && (
            <p className="held-quiet">
              {t(
                preview.undoes === 'correct'
                  ? 'manager.held.dialog.withdraws'
                  : 'manager.held.dialog.takesBack',
              )}
            </p>
          )}
          {(kind === 'resend' || kind === 'undo') && (
            <p className="held-quiet">{t('manager.held.dialog.noUndo')}</p>
          )}
        </section>
      )}
      <p className="field-error" role="alert" data-testid="bulk-failure">
        {failure !== null && t(failureKey(failure))}
      </p>
      <div className="buttons">
        <button type="button" className="button" data-testid="bulk-give-up" onClick={onClose}>
          {t('manager.cancel')}
        </button>
        <button
          type="button"
          className={`button ${kind === 'discard' ? 'button-danger' : 'button-primary'}`}
          data-testid="bulk-go"
          disabled={preview === null || preview.may === 0 || isBeginning}
          onClick={() => void begin(preview?.token ?? '')}
        >
          {t('manager.held.dialog.go', { count: preview?.may ?? 0 })}
        </button>
      </div>
    </Modal>
  );
}
