import { useTranslation } from 'react-i18next';
import { withLaterWords } from '../i18n/withLaterWords.ts';
import { lazyPart } from '../parts/lazyPart.tsx';
import type { ScannerTestProps } from './ScannerTest.tsx';
import type { Scanner } from './useScanner.ts';

const ScannerTest = lazyPart<ScannerTestProps & { onDrop: () => void }>(
  async () => (await withLaterWords(import('./ScannerTest.tsx'))).ScannerTest,
  { leave: ({ onClose }) => onClose(), drop: ({ onDrop }) => onDrop() },
);

/** The way to the scanner test, a small button; the page itself is loaded when it is opened. */
export function ScannerTestButton({ scanner }: { scanner: Scanner }) {
  const { t } = useTranslation();
  return (
    <>
      <button
        type="button"
        className="button button-quiet scanner-test-button"
        data-testid="scanner-test-open"
        aria-keyshortcuts="F11"
        title={`F11 ${t('scan.openTest')}`}
        onClick={scanner.openTest}
      >
        <kbd>F11</kbd>
        <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d="M3 8V4h4M17 4h4v4M21 16v4h-4M7 20H3v-4M8 8v8M12 8v8M16 8v8" />
        </svg>
        <span className="visually-hidden">{t('scan.openTest')}</span>
      </button>
      {scanner.isTesting && (
        <ScannerTest
          routes={scanner.routes}
          onMeasuring={scanner.onMeasuring}
          onClose={scanner.closeTest}
          onDrop={scanner.dropTest}
        />
      )}
    </>
  );
}
