import {
  CONNECTION_PROBLEMS,
  CONNECTION_STEPS,
  type ConnectionReport,
  type ConnectionState,
} from '../../../app/settings/connectionTest.ts';

/** As many reports as show every problem once, each with a verdict of its own. */
export const REPORTS: readonly [name: string, report: ConnectionReport][] = [
  ['passed', report(['passed'], [])],
  ['passed with a warning', report(['passed', 'skipped', 'warning'], ['clockCorrected'])],
  ['undecided', report(['passed', 'not-reached'], ['quota'])],
  ...[0, 1, 2, 3].map((round): [string, ConnectionReport] => [
    `failed, ${round + 1}`,
    report(['failed'], CONNECTION_PROBLEMS.slice(round * 8, round * 8 + 8)),
  ]),
];

function report(states: ConnectionState[], problems: readonly string[]): ConnectionReport {
  const steps = CONNECTION_STEPS.map((step, place) => ({
    step,
    state: states[Math.min(place, states.length - 1)] ?? 'passed',
    problem: (problems[place] ?? null) as ConnectionReport['steps'][number]['problem'],
  }));
  const passed = !states.some((state) => state === 'failed' || state === 'not-reached');
  return { passed, steps, code: '40 isv.missing-parameter:param', clockOffset: 300_000 };
}

/** A till whose connection test finds this. */
export const thatFinds = (found: ConnectionReport) =>
  `memoryTill.settings.report = ${JSON.stringify(found)}`;
/** A till whose connection test does not come to an end. */
export const NO_END = 'memoryTill.bridge.testConnection = () => new Promise(() => undefined)';
