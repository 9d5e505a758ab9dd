import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { RelayMetrics } from '../fleet/metrics/relayMetrics.ts';
import { TILL_SERIES } from '../fleet/metrics/tillSeries.ts';
import { lacksPrograms } from '../fleet/testing/programs.ts';
import { metricsIn, observability, type Rule, ruleGroups } from './testing/expressions.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const RULES = ruleGroups().flatMap(({ rules }) => rules);
const ALERTS = RULES.filter((rule): rule is Rule & { alert: string } => rule.alert !== undefined);
const RECORDED = RULES.flatMap(({ record }) => record ?? []);

interface Panel {
  title: string;
  type: string;
  description: string;
  targets: { expr: string }[];
}

const DASHBOARD = JSON.parse(observability('dashboard.json')) as {
  panels: Panel[];
  templating: { list: { definition?: string }[] };
  annotations: { list: { expr: string }[] };
};
const DRAWN = DASHBOARD.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

const withoutPromtool = lacksPrograms('promtool');

function promtool(args: readonly string[], input?: string) {
  const { status, stdout, stderr } = spawnSync('promtool', args, {
    cwd: HERE,
    input,
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

/** What a relay and its tills expose, and what Prometheus makes of it. */
async function known(): Promise<Set<string>> {
  const now = { callsPerMinute: 1, certificateUntil: 1, clockOffset: 0, monotonic: 0 };
  const text = await new RelayMetrics('1.0.0', () => now).text(true);
  const own = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
  return new Set([...own, ...TILL_SERIES.map(({ name }) => name), ...RECORDED, 'up', 'ALERTS']);
}

describe.skipIf(withoutPromtool)('promtool (Debian: prometheus), where it is there', () => {
  test('reads the rules and the example of a configuration', () => {
    const rules = promtool(['check', 'rules', '--lint=all', '--lint-fatal', 'rules.yml']);
    expect(rules, rules.said).toMatchObject({ status: 0 });
    const config = promtool(['check', 'config', '--syntax-only', 'prometheus.example.yml']);
    expect(config, config.said).toMatchObject({ status: 0 });
  });

  test.each(globSync('tests/*.yml', { cwd: HERE }))(
    'each rule fires, clears and stays silent as %s says',
    (file) => {
      const { status, said } = promtool(['test', 'rules', file]);
      expect(status, said).toBe(0);
    },
  );

  test('reads every expression of the dashboard', () => {
    const rules = DRAWN.map((expr, number) => ({ record: `drawn:${number}`, expr: drawn(expr) }));
    const file = JSON.stringify({ groups: [{ name: 'drawn', rules }] });
    const { status, said } = promtool(['check', 'rules', '--lint=none'], file);
    expect(status, said).toBe(0);
    expect(DRAWN.length).toBeGreaterThan(20);
  });
});

/** With Grafana's variables filled in. */
function drawn(expression: string): string {
  return expression.replace(/\$(?:brand|shop)\b/g, '.*').replace(/\$\w+/g, '5m');
}

test('rules and dashboard name only what is there', async () => {
  const names = await known();
  const used = [...RULES.map(({ expr }) => expr), ...DRAWN].flatMap((expr) =>
    metricsIn(expr).filter((name) => !names.has(name)),
  );
  expect(used).toEqual([]);
  for (const { definition = '' } of DASHBOARD.templating.list) {
    const [, name = 'up'] = /label_values\(([\w:]+)/.exec(definition) ?? [];
    expect(names).toContain(name);
  }
});

test('every number that a till has is used by a rule, the dashboard or both', () => {
  // What stands for its own: when it was last accepted is for the page; what keeps the key and warnings are for a look.
  const looked = [
    'tillside_till_last_accepted_timestamp_seconds',
    'tillside_till_key_store',
    'tillside_till_warning',
  ];
  const used = new Set([...RULES.map(({ expr }) => expr), ...DRAWN].flatMap(metricsIn));
  expect(TILL_SERIES.map(({ name }) => name).filter((name) => !used.has(name))).toEqual(looked);
});

test('each alert has a severity, and says in Chinese and in English what it is and what to do', () => {
  expect(ALERTS.length).toBeGreaterThan(15);
  const isHan = (text = '') => /\p{Script=Han}/u.test(text.replace(/\{\{.*?\}\}/g, ''));
  for (const { alert, labels, annotations = {} } of ALERTS) {
    expect(['info', 'warning', 'critical'], alert).toContain(labels?.severity);
    expect(Object.keys(annotations).sort(), alert).toEqual(
      ['action', 'action_zh', 'runbook', 'summary', 'summary_zh'].sort(),
    );
    const { summary, summary_zh, action, action_zh } = annotations;
    expect([summary, action].map(isHan), alert).toEqual([false, false]);
    expect([summary_zh, action_zh].map(isHan), alert).toEqual([true, true]);
  }
});

test('each alert is tried: some test has it fire', () => {
  const tests = globSync('tests/*.yml', { cwd: HERE })
    .map((file) => observability(file))
    .join('\n');
  const fires = (name: string) =>
    new RegExp(`alertname="${name}"[^\\n]*alertstate="firing"|alertname: ${name}\\b`).test(tests);
  expect(ALERTS.map(({ alert }) => alert).filter((name) => !fires(name))).toEqual([]);
});

test('each alert has its section in the runbook, and no section is of an alert that is gone', () => {
  const page = readFileSync(new URL('../../docs/fleet-watch.md', import.meta.url), 'utf8');
  const sections = [...page.matchAll(/^### (Tillside\w+)$/gm)].map(([, name]) => name);
  expect(sections.toSorted()).toEqual(ALERTS.map(({ alert }) => alert).toSorted());
  for (const { alert, annotations } of ALERTS) {
    expect(annotations?.runbook).toBe(`docs/fleet-watch.md#${alert.toLowerCase()}`);
  }
});

test('each panel says in Chinese as well what it shows', () => {
  for (const { title, description } of DASHBOARD.panels) {
    expect(description, title).toMatch(/\p{Script=Han}/u);
  }
});
