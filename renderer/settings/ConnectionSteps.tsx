import { useTranslation } from 'react-i18next';
import type {
  ConnectionReport,
  ConnectionState,
  ConnectionStep,
} from '../../app/settings/connectionTest.ts';
import { Icon, type IconName } from '../icons/Icon.tsx';
import { offsetOf } from '../queue/age.ts';

const LOOK: Record<ConnectionState, { icon: IconName; tone: string }> = {
  passed: { icon: 'tick', tone: 'success' },
  warning: { icon: 'alert', tone: 'warning' },
  failed: { icon: 'cross', tone: 'danger' },
  'not-reached': { icon: 'minus', tone: 'neutral' },
  skipped: { icon: 'minus', tone: 'neutral' },
};

/** Every step with its state as icon, word and colour, and what to do about a bad one. */
export function ConnectionSteps({ report }: { report: ConnectionReport }) {
  const { t } = useTranslation();
  const { icon, tone } = verdict(report);
  const verdictKey = report.passed ? 'passed' : isFailed(report) ? 'failed' : 'undecided';
  return (
    <>
      <p
        className={`connection-verdict tone-${tone}`}
        data-testid="connection-verdict"
        data-verdict={verdictKey}
      >
        <Icon name={icon} /> {t(`connection.verdict.${verdictKey}`)}
      </p>
      <ol className="connection-steps">
        {report.steps.map((step) => (
          <Step key={step.step} step={step} offset={report.clockOffset ?? 0} />
        ))}
      </ol>
      <p className="field-hint">{t('connection.code', { code: report.code || '–' })}</p>
    </>
  );
}

function Step({
  step: { step, state, problem },
  offset,
}: {
  step: ConnectionStep;
  offset: number;
}) {
  const { t } = useTranslation();
  const { unit, count } = offsetOf(offset / 1_000);
  return (
    <li className="connection-step" data-testid={`step-${step}`} data-state={state}>
      <span className="connection-name">{t(`connection.step.${step}`)}</span>
      <span className={`pill tone-${LOOK[state].tone}`}>
        <Icon name={LOOK[state].icon} /> {t(`connection.state.${state}`)}
      </span>
      {problem !== null && (
        <span className="connection-problem" data-testid={`problem-${step}`} data-problem={problem}>
          {t(`connection.problem.${problem}`, { offset: t(`offset.${unit}`, { count }) })}
        </span>
      )}
    </li>
  );
}

function isFailed(report: ConnectionReport): boolean {
  return report.steps.some(({ state }) => state === 'failed');
}

function verdict(report: ConnectionReport) {
  if (report.passed) return LOOK.passed;
  return isFailed(report) ? LOOK.failed : LOOK.warning;
}
