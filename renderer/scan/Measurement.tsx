import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { type Run, SCAN_LIMITS, type ScanProblem } from '../../app/scan/burst.ts';
import { maskCode } from '../../app/scan/memberCodes.ts';
import { routeReadings, type ScanRoute } from '../../app/scan/routeScan.ts';
import { Icon } from '../icons/Icon.tsx';
import type { KnownCode } from './applyScan.ts';

interface MeasurementProps {
  run: Run;
  problem: ScanProblem | null;
  routes: readonly ScanRoute<KnownCode>[];
}

/** The measures of one run, the verdict on it, and where it would go. */
export function Measurement({ run, problem, routes }: MeasurementProps) {
  const { t, i18n } = useTranslation();
  const { content, destination } = routeReadings(run, routes);
  const tenths = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const { shortest, mean, longest } = run.gapsMs;
  const gaps = {
    shortest: tenths.format(shortest),
    mean: tenths.format(mean),
    longest: tenths.format(longest),
  };
  const rows = {
    content: destination?.kind === 'payment-code' ? maskCode(content) : content,
    characters: run.characters,
    gaps: t('scan.test.gapsMeasured', gaps),
    terminator: run.terminator,
    destination: problem === null ? destinationWords(t, destination) : t('scan.test.to.typed'),
  };
  return (
    <>
      <div
        className={`scanner-verdict ${problem === null ? 'tone-success' : 'tone-warning'}`}
        data-testid="scanner-test-verdict"
        data-problem={problem ?? 'none'}
      >
        <Icon name={problem === null ? 'tick' : 'alert'} />
        <strong>{t(problem === null ? 'scan.test.isScan' : 'scan.test.noScan')}</strong>
        {problem !== null && (
          <span>{t(`scan.test.problem.${problem}`, { limit: limitOf(problem) })}</span>
        )}
      </div>
      <dl className="scanner-measures">
        {(Object.keys(rows) as (keyof typeof rows)[]).map((name) => (
          <div key={name}>
            <dt>{t(`scan.test.${name}`)}</dt>
            <dd data-testid={`scanner-test-${name}`}>{rows[name]}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function limitOf(problem: ScanProblem): number {
  switch (problem) {
    case 'too-short':
      return SCAN_LIMITS.fewestCharacters;
    case 'paused':
      return SCAN_LIMITS.longestGapMs;
    case 'too-slow':
      return SCAN_LIMITS.meanGapMs;
  }
}

function destinationWords(t: TFunction, destination: KnownCode | null): string {
  switch (destination?.kind) {
    case undefined:
      return t('scan.test.to.unknown');
    case 'phone':
      return t('scan.test.to.mobile');
    case 'outer-id':
      return t(`scan.test.to.${destination.outerType}`);
    case 'payment-code':
      return t('scan.test.to.payment');
    case 'other':
      return destination.words;
  }
}
