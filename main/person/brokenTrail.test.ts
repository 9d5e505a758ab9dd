import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { beginErasing, eraseOne } from '../../testing/tills/beginErasing.ts';
import { RECORD_OF_NOBODY } from '../../testing/tills/damagedErasing.ts';
import { save, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import type { Till } from '../till.ts';
import { ErasureRecord } from './erasureRecord.ts';

const NUMBERS = [1, 2, 3];
const statesOf = (till: Till) => NUMBERS.map((number) => stateOf(till, number));
const ALL_HELD = NUMBERS.map(() => 'late-import');

const RECORD = 'erasure.json';

const trailsIn = async (folder: string) =>
  (await readdir(folder)).filter((name) => name.startsWith('audit-manager'));

async function removeTrail(folder: string): Promise<void> {
  for (const name of await trailsIn(folder)) await rm(join(folder, name));
}

/** Somebody was erased, three wait, and the second of them is being erased when the till is closed. */
async function whileErasing() {
  const made = await tillOfLostKey();
  await eraseOne(made.till.till);
  for (const number of NUMBERS) await save(made.till.till, number);
  await beginErasing(made.till.till, '13800138002');
  await made.till.stop();
  return made;
}

describe('whoever may be being erased is held for the manager where the manager’s trail is broken and the record of erasings', () => {
  test.each<[string, (folder: string) => Promise<void>, (record: string) => Promise<void>]>([
    ['gone, the trail being removed', removeTrail, (record) => rm(record)],
    [
      'gone, a folder being in the place of the trail',
      async (folder) => {
        const names = await trailsIn(folder);
        await removeTrail(folder);
        for (const name of names) await mkdir(join(folder, name));
      },
      (record) => rm(record),
    ],
    [
      'one of nobody, which anybody can write',
      removeTrail,
      (record) => writeFile(record, RECORD_OF_NOBODY),
    ],
  ])('is %s', async (_what, breakTrail, lose) => {
    const { folder, start } = await whileErasing();
    await breakTrail(folder);
    await lose(join(folder, RECORD));
    const first = await start();
    expect(statesOf(first.till)).toEqual(ALL_HELD);
    expect(first.codes()).toEqual(expect.arrayContaining(['audit.broken', 'store.erasure-lost']));
    await first.stop();
    const next = await start();
    expect(statesOf(next.till)).toEqual(ALL_HELD);
    const told = (await next.lines()).filter(({ action }) => action === 'erasing.lost');
    expect(told).toHaveLength(1);
  });
});

test('whoever is being erased, and all others, are held where the manager’s lines are gone with their head, and the cashiers’ are left', async () => {
  const { folder, start } = await whileErasing();
  await removeTrail(folder);
  await rm(`${folder}.audit`);
  await rm(join(folder, RECORD));
  const names = (await readdir(folder)).filter((name) => name.startsWith('audit-'));
  expect(names).toEqual(['audit-cashier-000001.trail']);
  const { till, codes } = await start();
  expect(statesOf(till)).toEqual(ALL_HELD);
  expect(codes()).toEqual(expect.arrayContaining(['audit.broken', 'store.erasure-lost']));
});

test.each([
  ['of junk', 'x\n'],
  ['that is empty', ''],
])(
  'nobody is held for a file %s beside a trail that has all of its lines: it is told',
  async (_what, content) => {
    const { till, folder, start } = await tillOfLostKey();
    for (const number of NUMBERS) await save(till.till, number);
    await till.stop();
    for (const kind of ['manager', 'cashier'])
      await writeFile(join(folder, `audit-${kind}-000900.trail`), content);
    const next = await start();
    expect(statesOf(next.till)).toEqual(['pending', 'pending', 'pending']);
    expect(next.codes()).toContain('audit.broken');
    expect(next.codes()).not.toContain('store.erasure-lost');
  },
);

test('what a start that came to an end behind the trail has not held is held by the next one', async () => {
  const { folder, start } = await whileErasing();
  await removeTrail(folder);
  await rm(join(folder, RECORD));
  const read = vi.spyOn(ErasureRecord, 'read');
  onTestFinished(() => read.mockRestore());
  read.mockRejectedValueOnce(Object.assign(new Error('refused'), { code: 'EIO' }));
  await expect(start()).rejects.toThrow('refused');
  expect(statesOf((await start()).till)).toEqual(ALL_HELD);
});

test('a record that is there is believed where the trail is gone: whoever is being erased goes, and the others are sent', async () => {
  const { folder, start } = await whileErasing();
  await removeTrail(folder);
  const { till, codes } = await start();
  expect(statesOf(till)).toEqual(['pending', undefined, 'pending']);
  expect(codes()).not.toContain('store.erasure-lost');
});
