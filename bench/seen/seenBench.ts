import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import getPort from 'get-port';
import { PlainFailure } from '../../dev/plainFailure.ts';
import { tillsText } from '../../relay/fleet/metrics/tillsText.ts';
import { FleetView } from '../../relay/fleet/view/fleetView.ts';
import { listFleet } from '../../relay/fleet/view/listFleet.ts';
import { readQuery, SORTS } from '../../relay/fleet/view/listQuery.ts';
import { ValkeyState } from '../../relay/valkey/valkeyState.ts';
import { turnsDuring } from '../../testing/doubles/longestTurn.ts';
import { atMost, type Report, type Target } from '../report/report.ts';
import { round } from '../report/statistics.ts';
import { fill, recordOf, reportOf, startValkey, TILLS } from './seenWorld.ts';

/** So often everything is asked, half of the tills with a new report each time. */
const TIMES = 5;

const MEBIBYTE = 2 ** 20;

/** `npm run bench -- seen`: what it costs a relay to know ten thousand tills, and those who wait meanwhile. */
export async function seenBench(parent: string, say: (line: string) => void) {
  const folder = await mkdtemp(join(parent, 'seen-'));
  const port = await getPort({ host: '127.0.0.1' });
  const valkey = await startValkey(folder, port);
  if (valkey === null) throw new PlainFailure('This bench needs Debian’s valkey-server.');
  const state = new ValkeyState({
    url: `redis://127.0.0.1:${port}`,
    prefix: 'seen',
    callsPerMinute: null,
    broken: () => undefined,
  });
  try {
    while (!(await state.isReady())) await new Promise((resolve) => setTimeout(resolve, 50));
    say(`${TILLS} tills, with two secrets and a full report each …`);
    await fill(state);
    return await measure(state, say);
  } finally {
    await state.close();
    valkey.kill('SIGTERM');
    await once(valkey, 'exit');
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(state: ValkeyState, say: (line: string) => void) {
  let now = Date.now();
  const view = new FleetView(state, () => now);
  const before = heldBytes();
  const rows: Report['rows'] = [];
  let text = '';
  const read = async () => {
    const { fleet } = await view.now();
    if (fleet === null) throw new Error('nothing was read');
    return fleet;
  };
  const asked: Record<string, () => Promise<unknown>> = {
    'read of the state': read,
    'text for Prometheus': async () => {
      text = '';
      for await (const part of tillsText(await read(), now)) text += part;
    },
    'page of the list, by each column': async () => {
      const fleet = await read();
      for (const sort of SORTS) await listFleet(fleet, readQuery({ sort }), now);
    },
  };
  const longest = new Map<string, number>();
  for (let time = 0; time < TIMES; time += 1) {
    say(`time ${time + 1} of ${TIMES} …`);
    now += 60_000;
    for (let number = time % 2; number < TILLS; number += 2) {
      await state.putReport(recordOf(number).appKey, JSON.stringify(reportOf(number + time)));
    }
    for (const [name, ask] of Object.entries(asked)) {
      const began = performance.now();
      const turns = await turnsDuring(ask);
      longest.set(name, Math.max(longest.get(name) ?? 0, turns.longest));
      rows.push({
        what: name,
        time: time + 1,
        milliseconds: round(performance.now() - began),
        'longest turn (ms)': round(turns.longest),
      });
    }
  }
  const bytes = Buffer.byteLength(text);
  const packed = gzipSync(text, { level: 1 }).length;
  text = '';
  const held = (heldBytes() - before) / MEBIBYTE;
  rows.push({ what: 'text (MiB)', time: null, milliseconds: round(bytes / MEBIBYTE) });
  rows.push({ what: 'text, packed (MiB)', time: null, milliseconds: round(packed / MEBIBYTE) });
  const targets: Target[] = [
    atMost('memory for keys and reports', round(held), 150, 'MiB'),
    ...[...longest].map(([name, turn]) => atMost(`longest turn: ${name}`, round(turn), 100, 'ms')),
  ];
  return { rows, targets };
}

/** What the program holds when nothing is left to be thrown away (bytes). */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // What the first time has let go of lets go of more.
  for (let time = 0; time < 3; time += 1) collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
