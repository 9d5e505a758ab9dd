import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { outFolder } from '../../dev/projectPaths.ts';
import { prepare, teardown } from '../../e2e/driver/globalSetup.ts';
import { startApp } from '../../e2e/driver/startApp.ts';
import { fill, openOnDisk } from '../enqueue/ours.ts';
import { waitingTill } from '../enqueue/waitingTill.ts';
import { atMost, type Report, type Target } from '../report/report.ts';
import { percentile, round } from '../report/statistics.ts';
import { firstScripts } from './firstScript.ts';
import {
  longestTaskOfScrolling,
  timeFindMember,
  timeFocusAfterSave,
  timeKeys,
} from './inTheWindow.ts';
import { timeStarts } from './warmStarts.ts';

const WAITING = 10_000;
const STARTS = 20;

/** `npm run bench -- screen`: what the cashier waits for, in the real window with 10,000 saves waiting. */
export async function screenBench(parent: string, say: (line: string) => void) {
  const rows: Report['rows'] = [];
  const targets: Target[] = [];
  const note = (what: string, times: readonly number[]) => {
    const at = (part: number) => round(percentile(times, part), 1);
    rows.push({
      what,
      samples: times.length,
      'p50 ms': at(0.5),
      'p95 ms': at(0.95),
      'most ms': at(1),
    });
    return at(0.95);
  };
  const folder = await mkdtemp(join(parent, 'screen-'));
  // What it says goes to stderr: stdout is for the report alone.
  await prepare(say);
  try {
    const sizes = await firstScripts(join(outFolder, 'renderer', 'index.html'));
    for (const [path, bytes] of sizes)
      rows.push({
        what: `script ${basename(path).replace(/-[\w-]{8}\.js$/, '.js')}`,
        'gzip KB': round(bytes / 1024, 1),
      });
    const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
    targets.push(atMost('script of the first screen, gzip', round(total / 1024, 1), 180, 'KB'));

    say(`${WAITING} waiting …`);
    const till = await waitingTill(folder, WAITING);
    say('warm starts …');
    const starts = note('process start to a focused phone field', await timeStarts(till, STARTS));
    targets.push(atMost('start to a focused phone field, p95', round(starts / 1_000, 2), 1.5, 's'));

    say('keys, saves, questions and the panel in the window …');
    const app = await startApp(till);
    try {
      const echo = await timeKeys(app);
      targets.push(
        atMost('key press to echo, p95', note('key press to echo', echo.ready), 16, 'ms'),
      );
      note('key press to the frame that shows it', echo.shown);
      const focus = note('save to a focused, empty phone field', await timeFocusAfterSave(app));
      targets.push(atMost('save to a focused, empty phone field, p95', focus, 100, 'ms'));
      const find = note('is this phone number known', await timeFindMember(app));
      targets.push(atMost('is this phone number known, p95, over the bridge', find, 5, 'ms'));
      const longest = await longestTaskOfScrolling(app);
      targets.push(atMost('longest task, all rows scrolled', round(longest, 0), 50, 'ms'));
    } finally {
      await app.kill();
    }
    targets.push(await findAmong(join(folder, 'many'), 100_000));
  } finally {
    await teardown();
    await rm(folder, { recursive: true, force: true });
  }
  return { rows, targets };
}

/** The same question in the main process alone, with so many saves (ms, 95th percentile). */
async function findAmong(folder: string, saves: number): Promise<Target> {
  await mkdir(folder, { recursive: true });
  const opened = await openOnDisk(folder);
  await fill(opened, 1, saves);
  const times = Array.from({ length: 1_000 }, (_, index) => {
    const start = performance.now();
    opened.outbox.contents.findMember('244323', { mobile: `1${3_000_000_000 + index * 97}` });
    return performance.now() - start;
  });
  await opened.outbox.close();
  const value = round(percentile(times, 0.95), 3);
  return atMost('is this phone number known, p95, among 100,000', value, 5, 'ms');
}
