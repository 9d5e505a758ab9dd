import { useTranslation } from 'react-i18next';
import {
  type Fix,
  PLATFORM_PROBLEMS,
  type ProblemRow,
  TRANSPORT_PROBLEMS,
} from '../../app/gateway/connectionProblems.ts';
import { isProxyProblem, type ProxyProblem } from '../../app/gateway/proxyProblems.ts';
import type {
  ConnectionProblem,
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

/** The field in which a problem is put right, where it is one of the gateway's. */
const FIELDS: Partial<Record<Fix, FixField>> = {
  address: 'gateway.url',
  'app-key': 'gateway.appKey',
  'till-key': 'gateway.appKey',
  secret: 'gateway.appSecret',
  session: 'gateway.session',
};

/** A proxy is none of them. */
const PROXY_FIELDS: Readonly<Record<ProxyProblem, FixField>> = {
  proxyWantsPassword: 'proxy.host',
  proxyOther: 'proxy.host',
  proxyPassword: 'proxy.password',
};

const ROWS: Readonly<Record<string, ProblemRow>> = { ...TRANSPORT_PROBLEMS, ...PLATFORM_PROBLEMS };

type FixField =
  | `gateway.${'url' | 'appKey' | 'appSecret' | 'session'}`
  | `proxy.${'host' | 'password'}`;

interface ConnectionStepsProps {
  report: ConnectionReport;
  /** Leads to the field that is to be put right. */
  onFix: (field: FixField) => void;
}

/** Every step with its state as icon, word and colour, and what to do about a bad one. */
export function ConnectionSteps({ report, onFix }: ConnectionStepsProps) {
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
          <Step key={step.step} step={step} offset={report.clockOffset ?? 0} onFix={onFix} />
        ))}
      </ol>
      {!report.passed && (
        <p className="field-hint" data-testid="connection-code">
          {t('connection.code', { code: report.code || '–' })}
        </p>
      )}
    </>
  );
}

function Step({
  step: { step, state, problem },
  offset,
  onFix,
}: {
  step: ConnectionStep;
  offset: number;
} & Pick<ConnectionStepsProps, 'onFix'>) {
  const { t } = useTranslation();
  const { unit, count } = offsetOf(offset / 1_000);
  const field = problem === null || state !== 'failed' ? undefined : fieldOf(problem);
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
      {field !== undefined && (
        <button
          type="button"
          className="button connection-fix"
          data-testid={`fix-${step}`}
          onClick={() => onFix(field)}
        >
          {t('connection.fix')}
        </button>
      )}
    </li>
  );
}

function fieldOf(problem: ConnectionProblem): FixField | undefined {
  if (isProxyProblem(problem)) return PROXY_FIELDS[problem];
  return FIELDS[ROWS[problem]?.fix ?? 'settings'];
}

function isFailed(report: ConnectionReport): boolean {
  return report.steps.some(({ state }) => state === 'failed');
}

function verdict(report: ConnectionReport) {
  if (report.passed) return LOOK.passed;
  return isFailed(report) ? LOOK.failed : LOOK.warning;
}
