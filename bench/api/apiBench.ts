import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runInNode } from '../processes/child.ts';
import { atLeast, atMost, type Report, type Target } from '../report/report.ts';
import { percentile, round } from '../report/statistics.ts';
import { BODY, openApiTill } from './apiTill.ts';

const SAVES = 1_000;
const CALLERS = 8;
const ROUNDS = 5;

/** How long strangers call while the window saves (ms), and how often it does. */
const CROWD_MS = 6_000;
const CROWD = 20;
const WINDOW_EVERY_MS = 50;

type OpenedTill = Awaited<ReturnType<typeof openApiTill>>;

/** `npm run bench -- api`: saves by the local API beside the outbox's own, and the window's while strangers call. */
export async function apiBench(parent: string, say: (line: string) => void) {
  const folder = await mkdtemp(join(parent, 'api-'));
  const till = await openApiTill(folder);
  const rows: Report['rows'] = [];
  const targets: Target[] = [];
  try {
    const beside: Record<'eight' | 'one', number[]> = { eight: [], one: [] };
    const late: number[] = [];
    // One of each to warm up.
    await ownRate(till, 0, CALLERS);
    await apiRound(till, 1);
    for (let turn = 1; turn <= ROUNDS; turn += 1) {
      say(`round ${turn} of ${ROUNDS} …`);
      const eight = await ownRate(till, 3 * turn, CALLERS);
      const one = await ownRate(till, 3 * turn + 1, 1);
      const api = await apiRound(till, 3 * turn + 2);
      beside.eight.push(api.rate / eight);
      beside.one.push(api.rate / one);
      late.push(api.p99);
      rows.push({
        round: turn,
        'outbox saves/s, one by one': Math.round(one),
        'outbox saves/s, 8 at once': Math.round(eight),
        'API saves/s, 8 callers': Math.round(api.rate),
        'API p50 ms': round(api.p50, 1),
        'API p99 ms': round(api.p99, 1),
      });
    }
    const middle = (samples: readonly number[], digits: number) =>
      round(percentile(samples, 0.5), digits);
    targets.push(
      atLeast('8 callers beside the outbox one by one, median', middle(beside.one, 2), 0.5, '×'),
      atLeast('8 callers beside the outbox 8 at once, median', middle(beside.eight, 2), 0.5, '×'),
      atMost('API save, 8 callers, p99, median', middle(late, 1), 20, 'ms'),
    );
    say('strangers …');
    targets.push(...(await whileStrangersCall(till)));
  } finally {
    await till.close();
    await rm(folder, { recursive: true, force: true });
  }
  return { rows, targets };
}

/** Saves in a second, within the process, by so many that each wait for their own. */
async function ownRate(till: OpenedTill, turn: number, callers: number): Promise<number> {
  let next = 0;
  const start = performance.now();
  const caller = async () => {
    while (next < SAVES) {
      next += 1;
      await till.enqueue(turn * SAVES + next);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return (SAVES / (performance.now() - start)) * 1_000;
}

async function apiRound({ port, token }: OpenedTill, turn: number) {
  const { statuses, times, milliseconds } = await runInNode('apiCallers', {
    ...{ port, token, callers: CALLERS, body: BODY, milliseconds: 0 },
    saves: { from: turn * SAVES, count: SAVES },
  });
  if (statuses[201] !== SAVES) throw new Error(`not all were saved: ${JSON.stringify(statuses)}`);
  return {
    rate: (SAVES / milliseconds) * 1_000,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  };
}

/** What the window waits for its own saves while a crowd without a token calls as fast as it can. */
async function whileStrangersCall(till: OpenedTill): Promise<Target[]> {
  const crowd = runInNode('apiCallers', {
    ...{ port: till.port, token: null, callers: CROWD, body: BODY, saves: null },
    milliseconds: CROWD_MS,
  });
  const times: number[] = [];
  const from = 900_000;
  const begun = performance.now();
  while (performance.now() - begun < CROWD_MS) {
    const start = performance.now();
    await till.register(from + times.length);
    times.push(performance.now() - start);
    await delay(WINDOW_EVERY_MS);
  }
  const { statuses, milliseconds } = await crowd;
  if (statuses[201] !== undefined) throw new Error('a stranger has saved something');
  const calls = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  return [
    atMost(
      'a save of the window while strangers call, p95',
      round(percentile(times, 0.95), 1),
      50,
      'ms',
    ),
    atLeast('refused strangers', Math.round((calls / milliseconds) * 1_000), 1, 'calls/s'),
  ];
}
