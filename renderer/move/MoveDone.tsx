import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { MoveReport } from '../../app/move/moveCalls.ts';
import { hasJustChanged } from '../focus/layers.ts';
import { Modal } from '../parts/Modal.tsx';
import { saveTime } from '../queue/saveTime.ts';
import { FilePath } from './FilePath.tsx';

interface MoveDoneProps {
  /** The whole path. */
  file: string;
  report: MoveReport;
  onClose: () => void;
}

/** What a move has come to; it stays until somebody has read it. */
export function MoveDone({ file, report, onClose }: MoveDoneProps) {
  const { t } = useTranslation();
  const close = useRef<HTMLButtonElement>(null);
  // The only button: Enter presses it.
  useEffect(() => close.current?.focus(), []);
  return (
    <Modal
      title={t(`move.title.${report.direction}`)}
      testId="move-done"
      className="move-done"
      onClose={onClose}
      onClosed={() => undefined}
    >
      {report.direction === 'export' ? <Exported {...report} /> : <Imported {...report} />}
      <FilePath file={file} />
      <p className="field-hint">{t(`move.deleteFile.${report.direction}`)}</p>
      <div className="buttons">
        <button
          type="button"
          className="button button-primary"
          ref={close}
          data-testid="move-close"
          onClick={() => {
            // An Enter that was on its way to what stood here before is no word that this was read.
            if (!hasJustChanged()) onClose();
          }}
        >
          {t('move.close')}
        </button>
      </div>
    </Modal>
  );
}

function Exported({ saves, left }: Extract<MoveReport, { direction: 'export' }>) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('move.exported', { count: saves })}</p>
      {left > 0 && <p className="move-warning">{t('move.left', { count: left })}</p>}
    </>
  );
}

function Imported(report: Extract<MoveReport, { direction: 'import' }>) {
  const { t, i18n } = useTranslation();
  const { taken, alreadyHere, late, exportedAt } = report;
  const date = saveTime(i18n.language, exportedAt, Date.now());
  return (
    <>
      <p>{t('move.taken', { count: taken })}</p>
      {alreadyHere > 0 && <p>{t('move.alreadyHere', { count: alreadyHere })}</p>}
      {late > 0 && <p className="move-warning">{t('move.late', { count: late, date })}</p>}
    </>
  );
}
