import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeCertificate } from '../../dev/certificate.ts';
import { ElectronHost } from '../processes/electronHost.ts';
import { LANES } from '../processes/load.ts';
import type { Habit } from '../processes/timeCalls.ts';
import { atLeast, type Report } from '../report/report.ts';
import { percentile, round } from '../report/statistics.ts';
import { farGateway } from './farGateway.ts';

const ROUNDS = 5;
const NAMES: Record<Habit, string> = {
  fetch: 'net.fetch, one session',
  kept: 'lines, connections kept',
  own: 'lines, a connection for each call',
};
const HABITS = Object.keys(NAMES) as Habit[];

/** How far the gateway is (ms there and back), and how many calls are enough there. */
const PLACES = [
  { roundTrip: 0, calls: 300 },
  { roundTrip: 30, calls: 50 },
] as const;

/** Milliseconds a call of each habit, in one round. */
type Round = Record<Habit, number>;

/** `npm run bench -- lines`: what a connection of its own costs a call, over TLS in Electron. */
export async function linesBench(parent: string, say: (line: string) => void) {
  const folder = await mkdtemp(join(parent, 'lines-'));
  const electron = await ElectronHost.open(join(folder, 'electron'), say);
  try {
    const { trusted, ...certificate } = makeCertificate(folder);
    const rows: Report['rows'] = [];
    const drains: number[] = [];
    for (const { roundTrip, calls } of PLACES) {
      const gateway = await farGateway(certificate, roundTrip);
      const url = `https://localhost:${gateway.port}/router/rest`;
      const timeEach = async (lanes: number) => {
        const times: Partial<Round> = {};
        for (const habit of HABITS) {
          const told = { url, habit, calls, lanes };
          times[habit] = (await electron.run('calls', told, [trusted])) / calls;
        }
        return times as Round;
      };
      for (const lanes of [1, LANES]) {
        say(`${roundTrip} ms away, ${lanes} at a time …`);
        const rounds: Round[] = [];
        for (let turn = 0; turn < ROUNDS; turn += 1) rounds.push(await timeEach(lanes));
        for (const habit of HABITS) {
          rows.push({
            client: NAMES[habit],
            'round trip ms': roundTrip,
            'at a time': lanes,
            'ms a call': round(median(rounds.map((one) => one[habit])), 2),
            'against net.fetch': round(against(rounds, habit), 2),
          });
        }
        if (lanes === LANES) drains.push(1 / against(rounds, 'kept'));
      }
      gateway.close();
    }
    const slowest = round(Math.min(...drains));
    return { rows, targets: [atLeast('rate of a drain against net.fetch', slowest, 0.9, '×')] };
  } finally {
    await electron.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const median = (values: readonly number[]) => percentile(values, 0.5);

/** The median of what it takes against `net.fetch` in the same round. */
function against(rounds: readonly Round[], habit: Habit): number {
  return median(rounds.map((one) => one[habit] / one.fetch));
}
