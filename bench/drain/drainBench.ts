import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startSandboxGateway } from '../../dev/start/sandboxGateway.ts';
import { ElectronHost } from '../processes/electronHost.ts';
import type { Spent } from '../processes/load.ts';
import { atLeast, atMost, type Report, type Target } from '../report/report.ts';
import { percentile, round } from '../report/statistics.ts';
import { drainUnderQuota } from './quota.ts';
import { busyOf, drainOnce, type Round, rateOf, runRounds, WAYS, type Way } from './rounds.ts';

const ROUNDS = 5;

type Rows = Report['rows'];

/** `npm run bench -- drain`: how fast 10,000 waiting saves get through, next to a client that only posts. */
export async function drainBench(parent: string, say: (line: string) => void) {
  const folder = await mkdtemp(join(parent, 'drain-'));
  try {
    const stage = {
      account: await startSandboxGateway(),
      parent: folder,
      electron: await ElectronHost.open(join(folder, 'electron'), say),
    };
    say(`${ROUNDS} rounds of 10,000, without a quota …`);
    const rounds = await runRounds(stage, ROUNDS).finally(() => stage.electron.close());
    say('memory …');
    const { growth } = await drainOnce(stage, 'http', true);
    say('two drains under a quota, some minutes …');
    const [provisioned, learning] = await Promise.all([
      drainUnderQuota(folder, true),
      drainUnderQuota(folder, false),
    ]);
    const quotas = { 'budget provisioned': provisioned, 'learned from the ban': learning };
    const targets = [
      ...rateTargets(rounds),
      atMost('heap, last quarter against second', round(growth?.heap ?? Number.NaN), 1.1, '×'),
      atMost('RSS, last quarter against second', round(growth?.resident ?? Number.NaN), 1.1, '×'),
    ];
    const rows: Rows = [...freeRows(rounds, stage.electron.version)];
    for (const [name, run] of Object.entries(quotas)) {
      const { whole, afterFirstMinute, throttledAtFirst, throttledLater, minutes } = run;
      rows.push({
        client: `till, node:http, quota 2,400 a minute, ${name}`,
        minutes: round(minutes, 2),
        'of the permitted rate': round(whole),
        'after the first minute': round(afterFirstMinute),
        'throttled at first': throttledAtFirst,
        'throttled later': throttledLater,
      });
      const used = Math.min(whole, afterFirstMinute);
      targets.push(atLeast(`of the permitted rate, ${name}`, round(used), 0.95, '×'));
      targets.push(
        atMost(`throttled after the first minute, ${name}`, throttledLater, 0, 'answers'),
      );
    }
    return { rows, targets };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const median = (values: readonly number[]) => percentile(values, 0.5);

function freeRows(rounds: readonly Round[], electronVersion: string): Rows {
  const names: Record<Way, string> = {
    electron: `Electron ${electronVersion}’s network`,
    http: 'node:http, keep-alive',
    fetch: 'Node’s fetch',
  };
  const axios = row(
    'bare client, axios over node:http, keep-alive',
    rounds.map(({ bare }) => bare.axios),
  );
  const others = WAYS.flatMap((way) => {
    const tills = rounds.map(({ till }) => till[way]);
    const phase = (name: keyof (typeof tills)[number]['phases']) =>
      round(median(tills.map(({ phases }) => phases[name])), 2);
    return [
      row(
        `bare client, ${names[way]}`,
        rounds.map(({ bare }) => bare[way]),
      ),
      {
        ...row(`till, ${names[way]}`, tills),
        'marking ms': phase('marking'),
        'sending ms': phase('sending'),
        'settling ms': phase('settling'),
      },
    ];
  });
  return [...others, axios];
}

function row(client: string, runs: readonly Spent[]): Rows[number] {
  const busy = runs.map(busyOf).filter((time) => time !== null);
  return {
    client,
    'saves a second': Math.round(median(runs.map(rateOf))),
    least: Math.round(Math.min(...runs.map(rateOf))),
    most: Math.round(Math.max(...runs.map(rateOf))),
    ...(busy.length === 0 ? {} : { 'main thread µs a save': Math.round(median(busy)) }),
  };
}

/** In each round the till against the bare client of the same round; the median of the rounds counts. */
function rateTargets(rounds: readonly Round[]): Target[] {
  const target = (name: string, way: Way, bare: keyof Round['bare'] = way) => {
    const ratios = rounds.map((one) => rateOf(one.till[way]) / rateOf(one.bare[bare]));
    return atLeast(`till against a bare client, both ${name}`, round(median(ratios)), 0.6, '×');
  };
  return [
    target('on Electron’s network', 'electron'),
    target('on node:http', 'http'),
    target('with axios on node:http', 'http', 'axios'),
    target('on Node’s fetch', 'fetch'),
  ];
}
