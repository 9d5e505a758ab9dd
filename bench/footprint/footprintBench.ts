import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../dev/projectPaths.ts';
import { prepare, teardown } from '../../e2e/driver/globalSetup.ts';
import { type AppOptions, launch } from '../../e2e/driver/launch.ts';
import { ASKABLE, askMain } from '../../e2e/driver/mainProcess.ts';
import { startApp } from '../../e2e/driver/startApp.ts';
import { hasHand } from '../../e2e/driver/systemDialog.ts';
import { startTrayHost, type TrayHost } from '../../e2e/driver/trayHost.ts';
import { waitingTill } from '../enqueue/waitingTill.ts';
import { atMost, type Report, type Target } from '../report/report.ts';
import { percentile, round } from '../report/statistics.ts';
import { longestTaskOfScrolling, timeFocusAfterSave } from '../screen/inTheWindow.ts';
import { timeStarts } from '../screen/warmStarts.ts';
import { emptyProgram } from './emptyProgram.ts';
import { timeHotKey } from './hotKeyTimes.ts';
import { type Costs, costsAtRest } from './processCosts.ts';
import { slowPc } from './slowPc.ts';

const WAITING = 10;

/** A minute at rest, and how long is looked behind it (ms). */
const REST = 60_000;
const SPAN = 60_000;

const PRESSES = 20;
const SLOW_STARTS = 5;

/** `npm run bench -- footprint`: what a till costs its PC at rest, and how fast it is at hand. The gateway is unreachable. */
export async function footprintBench(parent: string, say: (line: string) => void) {
  const rows: Report['rows'] = [];
  const targets: Target[] = [];
  const folder = await mkdtemp(join(parent, 'footprint-'));
  // What it says goes to stderr: stdout is for the report alone.
  await prepare(say);
  const host = await startTrayHost();
  const show = (what: string, { memory, cpu, wakeUps, processes }: Costs) => {
    const figures = { 'PSS MB': round(memory, 0), 'CPU %': round(cpu, 2) };
    const row = { what, ...figures, 'wake-ups/s': round(wakeUps, 1), processes };
    rows.push(row);
    say(JSON.stringify(row));
  };
  const add = (what: string, costs: Costs, mostMemory: number) => {
    show(what, costs);
    const { memory, cpu, wakeUps } = costs;
    targets.push(atMost(`${what}: memory`, round(memory, 0), mostMemory, 'MB'));
    targets.push(atMost(`${what}: one core`, round(cpu, 2), 0.2, '%'));
    targets.push(atMost(`${what}: wake-ups of the main process`, round(wakeUps, 1), 2, 'a second'));
  };
  const time = (what: string, times: readonly number[], most: number | null) => {
    const p95 = round(percentile(times, 0.95), 0);
    const p50 = round(percentile(times, 0.5), 0);
    const row = { what, samples: times.length, 'p50 ms': p50, 'p95 ms': p95 };
    rows.push(row);
    say(JSON.stringify(row));
    if (most !== null) targets.push(atMost(`${what}, p95`, p95, most, 'ms'));
  };
  try {
    const till = await waitingTill(folder, WAITING, { hotKey: 'Ctrl+Alt+M' });
    const empty = await emptyProgram(folder);
    say('an empty program, at rest …');
    show('an empty program with one field', await atRest(empty, host, []));
    show('an empty program without a window', await atRest(empty, host, ['--hidden']));
    say('open, at rest …');
    add('open', await atRest(till, host, []), 220);
    say('started hidden, at rest …');
    add('started hidden', await atRest(till, host, ['--hidden']), 140);
    say('closed into the tray, at rest …');
    add('closed into the tray', await inTray(till, host), 140);
    if (hasHand()) {
      say('hot key …');
      const app = await startApp({ ...till, args: [ASKABLE], env: host.env });
      try {
        const kept = await timeHotKey(app, PRESSES, 'page kept');
        time('hot key to a focused phone field, page kept', kept, 150);
        const gone = await timeHotKey(app, PRESSES, 'page gone');
        time('hot key to a focused phone field, page gone', gone, 600);
      } finally {
        await app.kill();
      }
    } else say('hot key: not measured, there is no xdotool.');
    targets.push(...(await onSlowPc(folder, till, empty, say, time)));
  } finally {
    await host.close();
    await teardown();
    await rm(folder, { recursive: true, force: true });
  }
  return { rows, targets };
}

async function atRest(till: AppOptions, host: TrayHost, args: readonly string[]): Promise<Costs> {
  const { child } = await launch({ ...till, args, env: host.env });
  try {
    return await costsAtRest(child.pid, REST, SPAN);
  } finally {
    await child.kill();
  }
}

/** The page was there, and is gone: its window was closed as by its own button. */
async function inTray(till: AppOptions, host: TrayHost): Promise<Costs> {
  const app = await startApp({ ...till, args: [ASKABLE], env: host.env });
  try {
    await askMain(app, "require('electron').BrowserWindow.getAllWindows()[0].close()");
    return await costsAtRest(app.pid, REST, SPAN);
  } finally {
    await app.kill();
  }
}

async function onSlowPc(
  folder: string,
  till: AppOptions,
  empty: AppOptions & { appFolder: string },
  say: (line: string) => void,
  time: (what: string, times: readonly number[], most: number | null) => void,
): Promise<Target[]> {
  const slow = await slowPc(folder);
  if (slow === null) {
    say('half a core: not measured, this machine permits no quota.');
    return [];
  }
  say('half a core …');
  try {
    const on = (folder: string) => ({
      executable: slow.executable,
      args: [folder],
      windowWithin: 60_000,
    });
    const nothing = { ...empty, ...on(empty.appFolder) };
    time(
      'half a core: an empty program to its field',
      await timeStarts(nothing, SLOW_STARTS),
      null,
    );
    const options = { ...till, ...on(projectRoot) };
    time(
      'half a core: start to a focused phone field',
      await timeStarts(options, SLOW_STARTS),
      2_500,
    );
    const app = await startApp(options);
    try {
      time('half a core: save to a focused, empty phone field', await timeFocusAfterSave(app), 100);
      const longest = round(await longestTaskOfScrolling(app), 0);
      return [atMost('half a core: longest task, all rows scrolled', longest, 100, 'ms')];
    } finally {
      await app.kill();
    }
  } finally {
    slow.close();
  }
}
