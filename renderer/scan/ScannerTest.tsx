import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run, ScanProblem } from '../../app/scan/burst.ts';
import { routeReadings, type ScanRoute } from '../../app/scan/routeScan.ts';
import { useCloseKey } from '../keys/useCloseKey.ts';
import { keepKeys } from '../lock/keepKeys.ts';
import { showOnTop } from '../parts/openDialogs.ts';
import type { KnownCode } from './applyScan.ts';
import { Measurement } from './Measurement.tsx';
import { ScanListener } from './ScanListener.ts';
import './scannerTest.css';

/** Up to this pause keys are told together, so that one sees why a slow code is no scan (ms). */
const PAUSE_MS = 1000;

export interface ScannerTestProps {
  routes: readonly ScanRoute<KnownCode>[];
  /** The keys are heard here and not by the page, or by the page again. */
  onMeasuring: (isMeasuring: boolean) => void;
  onClose: () => void;
}

/** Measures what the scanner sends and says what would be done with it. Nothing is filled in. */
export function ScannerTest({ routes, onMeasuring, onClose }: ScannerTestProps) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const isOwn = useRef((run: Run) => routeReadings(run, routes).destination?.kind === 'other');
  const [last, setLast] = useState<{ run: Run; problem: ScanProblem | null } | null>(null);

  // Before the first frame: whoever sees the dialog may scan at once.
  useLayoutEffect(() => (dialog.current ? showOnTop(dialog.current) : undefined), []);
  useLayoutEffect(() => {
    field.current?.focus();
    const listener = new ScanListener({
      onRun: (run, problem) => {
        setLast({ run, problem });
        return null;
      },
      pauseMs: PAUSE_MS,
      isKnown: (run) => isOwn.current(run),
    });
    const stop = listener.start();
    onMeasuring(true);
    return () => {
      stop();
      onMeasuring(false);
    };
  }, [onMeasuring]);

  useCloseKey('F11', () => dialog.current?.close());

  return (
    <dialog
      ref={dialog}
      className="scanner-test"
      data-testid="scanner-test"
      aria-labelledby="scanner-test-title"
      onClose={onClose}
      // The form behind must not hear Esc and the function keys.
      onKeyDown={keepKeys}
    >
      <div className="scanner-test-head">
        <h2 id="scanner-test-title">{t('scan.test.title')}</h2>
        <button
          type="button"
          className="button"
          data-testid="scanner-test-close"
          aria-keyshortcuts="F11 Escape"
          onClick={() => dialog.current?.close()}
        >
          <kbd>F11</kbd> {t('scan.test.close')}
        </button>
      </div>
      <p>{t('scan.test.intro')}</p>
      <label className="scanner-test-try">
        {t('scan.test.field')}
        <input
          ref={field}
          className="input"
          type="text"
          autoComplete="off"
          data-testid="scanner-test-field"
        />
      </label>
      <div role="status" className="scanner-test-result">
        {last === null ? (
          <div className="scanner-verdict tone-neutral" data-testid="scanner-test-waiting">
            <strong>{t('scan.test.waiting')}</strong>
            <span>{t('scan.test.waitingHelp')}</span>
          </div>
        ) : (
          <Measurement run={last.run} problem={last.problem} routes={routes} />
        )}
      </div>
      <p className="scanner-test-setup">{t('scan.test.setup')}</p>
    </dialog>
  );
}
