import { CONNECTION_STEPS } from '../../app/gateway/connectionProblems.ts';
import {
  CONNECTION_PROBLEMS,
  type ConnectionReport,
  type ConnectionState,
} from '../../app/settings/connectionTest.ts';
import type { State } from './State.ts';

/** As many reports as show every problem once, each with a verdict of its own. */
export const REPORTS: readonly [name: string, report: ConnectionReport][] = [
  ['passed', report(['passed'], [])],
  ['passed with a warning', report(['passed', 'skipped', 'warning'], ['clockCorrected'])],
  ['undecided', report(['passed', 'not-reached'], ['quota'])],
  ...[0, 1, 2, 3, 4].map((round): [string, ConnectionReport] => [
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
  return { passed, steps, code: '', clockOffset: 300_000 };
}

/** Tests the connection once more, and finds each of these. */
export function found(reports: typeof REPORTS): Record<string, State['reach']> {
  return Object.fromEntries(
    reports.map(([name, report], place) => [
      name,
      async (page, preview) => {
        // By its code one failure is told from the one before; what has passed shows none.
        const code = `40 isv.missing-parameter:param-${place}`;
        await preview.till(`memoryTill.settings.report = ${JSON.stringify({ ...report, code })}`);
        await page.click('connection-test');
        const states = report.steps.map(({ state }) => state).join();
        await page.until(`[...document.querySelectorAll('.connection-step')]
          .map(({ dataset }) => dataset.state).join() === '${states}'`);
        if (!report.passed)
          await page.until(`document.querySelector('.connection').textContent.includes('${code}')`);
      },
    ]),
  );
}

/** A till whose connection test does not come to an end. */
export const NO_END = 'memoryTill.bridge.testConnection = () => new Promise(() => undefined)';
