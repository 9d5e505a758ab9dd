import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PlainFailure } from '../dev/plainFailure.ts';
import { dataFolder } from '../dev/projectPaths.ts';
import { runScript } from '../dev/runScript.ts';
import { answersBench } from './answers/answersBench.ts';
import { apiBench } from './api/apiBench.ts';
import { drainBench } from './drain/drainBench.ts';
import { enqueueBench } from './enqueue/enqueueBench.ts';
import { fleetBench } from './fleet/fleetBench.ts';
import { footprintBench } from './footprint/footprintBench.ts';
import { linesBench } from './lines/linesBench.ts';
import { managerBench } from './manager/managerBench.ts';
import { relayBench } from './relay/relayBench.ts';
import { describeMachine, printReport } from './report/report.ts';
import { screenBench } from './screen/screenBench.ts';
import { seenBench } from './seen/seenBench.ts';

/**
 * `npm run bench -- NAME [--json]`. On a real disk: the folder lies beside the project's own files. Ends with 0 only if
 * every mark holds.
 */
const BENCHES = {
  enqueue: enqueueBench,
  drain: drainBench,
  fleet: fleetBench,
  lines: linesBench,
  answers: answersBench,
  screen: screenBench,
  footprint: footprintBench,
  manager: managerBench,
  api: apiBench,
  relay: relayBench,
  seen: seenBench,
};

/** Measured next to, or drawn with, packages that are no dependencies of the project. */
const WITH_PEERS: readonly string[] = ['enqueue', 'fleet'];

await runScript(async () => {
  const [name = '', ...options] = process.argv.slice(2);
  const asJson = options.includes('--json');
  if (!isBench(name)) {
    throw new PlainFailure(`usage: npm run bench -- ${Object.keys(BENCHES).join('|')} [--json]`);
  }
  if (WITH_PEERS.includes(name)) installPeers();
  const folder = join(dataFolder, 'bench');
  await mkdir(folder, { recursive: true });
  const say = (line: string) => console.error(line);
  const { rows, targets } = await BENCHES[name](folder, say);
  const command = `npm run bench -- ${name}`;
  const date = new Date().toISOString();
  printReport({ machine: describeMachine(folder), date, command, rows, targets }, asJson);
  return targets.every(({ holds }) => holds) ? 0 : 1;
});

function isBench(name: string): name is keyof typeof BENCHES {
  return name in BENCHES;
}

/** The peers are no dependencies of the project; they come when a bench first runs. */
function installPeers(): void {
  const folder = import.meta.dirname;
  if (existsSync(join(folder, 'node_modules'))) return;
  const installed = spawnSync('npm', ['ci'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (installed.status !== 0) throw new PlainFailure('The peers of the bench cannot be installed.');
}
