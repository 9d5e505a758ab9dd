import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startSandboxGateway } from '../../dev/start/sandboxGateway.ts';
import { atLeast, atMost, type Mark, type Report } from '../report/report.ts';
import { percentile, round } from '../report/statistics.ts';
import type { Spent, Transport } from './load.ts';
import { drainUnderQuota } from './quota.ts';
import { busyOf, drainOnce, type Round, rateOf, runRounds } from './rounds.ts';

const ROUNDS = 5;

type Rows = Report['rows'];

/** `npm run bench -- drain`: how fast 10,000 waiting saves get through, next to a client that only posts. */
export async function drainBench(parent: string, say: (line: string) => void) {
  const folder = await mkdtemp(join(parent, 'drain-'));
  try {
    const account = await startSandboxGateway();
    say(`${ROUNDS} rounds of 10,000, without a quota …`);
    const rounds = await runRounds({ account, parent: folder, rounds: ROUNDS });
    say('memory …');
    const weighed = { account, parent: folder, transport: 'http', isWeighed: true } as const;
    const { growth } = await drainOnce(weighed);
    say('two drains under a quota, some minutes …');
    const [provisioned, learning] = await Promise.all([
      drainUnderQuota(folder, true),
      drainUnderQuota(folder, false),
    ]);
    const quotas = { 'budget provisioned': provisioned, 'learned from the ban': learning };
    const marks = [
      ...rateMarks(rounds),
      atMost('heap, last quarter against second', round(growth?.heap ?? Number.NaN), 1.1, '×'),
      atMost('RSS, last quarter against second', round(growth?.resident ?? Number.NaN), 1.1, '×'),
    ];
    const rows: Rows = [...freeRows(rounds)];
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
      marks.push(atLeast(`of the permitted rate, ${name}`, round(used), 0.95, '×'));
      marks.push(atMost(`throttled after the first minute, ${name}`, throttledLater, 0, 'answers'));
    }
    return { rows, marks };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const median = (values: readonly number[]) => percentile(values, 0.5);

function freeRows(rounds: readonly Round[]): Rows {
  const row = (client: string, runs: readonly Spent[]) => ({
    client,
    'saves a second': Math.round(median(runs.map(rateOf))),
    least: Math.round(Math.min(...runs.map(rateOf))),
    most: Math.round(Math.max(...runs.map(rateOf))),
    'main thread µs a save': Math.round(median(runs.map(busyOf))),
  });
  const withAxios = row(
    'bare client, axios over node:http, keep-alive',
    rounds.map(({ bare }) => bare.axios),
  );
  const others = (['http', 'fetch'] as const).flatMap((transport) => {
    const tills = rounds.map(({ till }) => till[transport]);
    const phase = (name: keyof (typeof tills)[number]['phases']) =>
      round(median(tills.map(({ phases }) => phases[name])), 2);
    const named = transport === 'http' ? 'node:http, keep-alive' : 'Node’s fetch';
    return [
      row(
        `bare client, ${named}`,
        rounds.map(({ bare }) => bare[transport]),
      ),
      {
        ...row(`till, ${named}`, tills),
        'marking ms': phase('marking'),
        'sending ms': phase('sending'),
        'settling ms': phase('settling'),
      },
    ];
  });
  return [withAxios, ...others];
}

/** In each round the till against the bare clients of the same round; the median of the rounds counts. */
function rateMarks(rounds: readonly Round[]): Mark[] {
  const against = (one: Round, transport: Transport, bare: readonly Spent[]) =>
    rateOf(one.till[transport]) / Math.max(...bare.map(rateOf));
  const fastest = rounds.map((one) => against(one, 'http', Object.values(one.bare)));
  const fetched = rounds.map((one) => against(one, 'fetch', [one.bare.fetch]));
  const same = rounds.map((one) => against(one, 'http', [one.bare.axios]));
  return [
    atLeast('till against the fastest bare client', round(median(fastest)), 0.6, '×'),
    atLeast(
      'till against a bare client, both with axios on node:http',
      round(median(same)),
      0.6,
      '×',
    ),
    atLeast('till against a bare client, both on Node’s fetch', round(median(fetched)), 0.6, '×'),
  ];
}
