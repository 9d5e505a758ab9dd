import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { queueFiles } from '../../main/move/queueFiles.ts';
import { writeRecoveryRecord } from '../../main/recovered/recoveryRecord.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import {
  copyOf,
  DAY,
  HOUR,
  importAt,
  openOf,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

/** A folder that was recovered with save 1, at `at`, and whose till could not heed that; 2 was saved since. */
async function recoveredOnce(at: number) {
  const folder = await freshFolder();
  const first = await startRecoverable(folder);
  await save(first.till, 1);
  await first.stop();
  const second = await startRecoverable(folder, { clock: new VirtualClock(START + 2 * HOUR) });
  await save(second.till, 2);
  await second.stop();
  const dead = await copyOf(folder);
  await writeRecoveryRecord(dead, { at, lastSequence: 1 });
  return dead;
}

const recordIn = async (folder: string) =>
  JSON.parse(await readFile(join(folder, 'recovered.json'), 'utf8'));

const statesAt = async (dead: string, now: number) =>
  openOf((await startRecoverable(dead, { clock: new VirtualClock(now) })).till);

const BOTH_HELD = [
  [1, 'late-import'],
  [2, 'late-import'],
];

test('what has gone with a second recovery is in doubt as well when the PC comes back to life', async () => {
  const dead = await recoveredOnce(START + HOUR);
  expect((await runTool(dead, { now: START + 3 * HOUR })).result).toMatchObject({ saves: 2 });
  expect(await recordIn(dead)).toEqual({ format: 1, at: START + HOUR, lastSequence: 2 });
  expect(await statesAt(dead, START + 3 * DAY)).toEqual(BOTH_HELD);
});

test('a record that is dated ahead is one of long ago from the next recovery on, whatever the clocks say later', async () => {
  const dead = await recoveredOnce(START + 9 * DAY);
  const { out } = await runTool(dead, { now: START + 4 * DAY, isLastState: true });
  expect(openOf((await importAt(out, START + 4 * DAY)).till)).toEqual(BOTH_HELD);
  expect(await statesAt(dead, START + 9 * DAY + HOUR)).toEqual(BOTH_HELD);
});

test('where the export does not come to be, the record of the first time is there again', async () => {
  const dead = await recoveredOnce(START + HOUR);
  const name = () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOSPC' }));
  const { result } = await runTool(dead, { world: { files: { ...queueFiles, name } } });
  expect(result).toMatchObject({ ok: false, code: 'out-not-written' });
  expect(await recordIn(dead)).toEqual({ format: 1, at: START + HOUR, lastSequence: 1 });
});

test('a record counts also where a crash has left it among the files that were just being set aside', async () => {
  const dead = await recoveredOnce(START + HOUR);
  const aside = join(dead, 'aside-2026-11-24T06-30-00-000Z.moving');
  await mkdir(aside);
  await rename(join(dead, 'recovered.json'), join(aside, 'recovered.json'));
  const now = START + 3 * DAY;
  const { out, said } = await runTool(dead, { now, isLastState: true });
  expect(said).toContain('It was recovered before, at 2026-11-24T05:00:00Z');
  expect(openOf((await importAt(out, now)).till)).toEqual(BOTH_HELD);
  expect(await readdir(dead)).toContain('recovered.json');
});
