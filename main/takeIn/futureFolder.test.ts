import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { DAY, save, send, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { serialise } from '../journal/watermark.ts';

/** Behind the moment in which the disk is told to make the folder: its clock is no test's. */
const on = (days: number) => ({ clock: new VirtualClock(Date.now() + days * DAY) });

/** A folder of that time of which nobody can tell what lies in it. */
async function putAside(folder: string, time: string): Promise<void> {
  const aside = join(folder, `aside-${time}`);
  await mkdir(aside);
  const mark = serialise({ lastNumber: 5, lastSequence: 0 });
  await writeFile(join(aside, 'store.mark'), mark, 'latin1');
}

test('a folder that nobody can read, and that is named for a day to come, keeps nobody who comes after it was put there from being forgotten, nor from being erased', async () => {
  const made = await tillOfLostKey();
  await made.till.stop();
  await putAside(made.folder, '9999-12-30T00-00-00-000Z');
  const first = await made.start(on(1));
  await save(first.till, 1);
  expect(await send(first.till, 1)).toBe(true);
  const [one] = [...first.till.outbox.saves.values()];
  expect(one && first.till.outbox.erasing.comesBack(one)).toBe(false);
  await first.stop();
  const later = await made.start(on(40));
  expect(stateOf(later.till, 1)).toBeUndefined();
});

test('it does keep whoever was here before: they may lie in it', async () => {
  const made = await tillOfLostKey();
  await made.till.stop();
  const first = await made.start(on(-1));
  await save(first.till, 1);
  expect(await send(first.till, 1)).toBe(true);
  await first.stop();
  await putAside(made.folder, '9999-12-30T00-00-00-000Z');
  const later = await made.start(on(40));
  expect(stateOf(later.till, 1)).toBe('accepted');
});
