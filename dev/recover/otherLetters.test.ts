import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setAsideTogether } from '../../main/vault/asideFolders.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { beginErasing } from '../../testing/tills/beginErasing.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import {
  bytesOf,
  copyOf,
  DAY,
  HOUR,
  importAt,
  losingStore,
  openOf,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

/** Gives what has such a name in a folder capital letters, as a tool that copies may. */
async function capitals(folder: string, which = /./): Promise<void> {
  for (const name of await readdir(folder))
    if (which.test(name)) await rename(join(folder, name), join(folder, name.toUpperCase()));
}

/** A till with saves 1 to 3, dead. */
async function aDeadTill(before: (till: Till) => Promise<unknown> = async () => null) {
  const folder = await freshFolder();
  const { till } = await startRecoverable(folder);
  for (const number of [1, 2, 3]) await save(till, number);
  await before(till);
  return copyOf(folder);
}

type Till = Awaited<ReturnType<typeof startRecoverable>>['till'];

/** 1 and 2 wait in a queue that was set aside, and 3 in the present one. */
async function twoQueues() {
  const folder = await freshFolder();
  const { store, keyWrapper, remember } = losingStore();
  const first = await startRecoverable(folder, { keyWrapper });
  for (const number of [1, 2]) await save(first.till, number);
  await first.stop();
  await remember(folder);
  store.isClosed = true;
  await setAsideTogether(folder, START + HOUR / 2);
  const clock = new VirtualClock(START + HOUR / 2);
  const second = await startRecoverable(folder, { keyWrapper, clock });
  await save(second.till, 3);
  await second.stop();
  const aside = (await readdir(folder)).find((name) => name.startsWith('aside-')) ?? '';
  return { folder, aside };
}

const numbersIn = async (file: string) =>
  openOf((await importAt(file, START + HOUR)).till).map(([number]) => number);

test.each([
  ['all of them', /./],
  ['those of the queue', /^outbox/],
  ['that of the key', /^key/],
])(
  'what waits goes also where a tool has given its files other letters, and they keep them: %s',
  async (_, which) => {
    const dead = await aDeadTill();
    await capitals(dead, which);
    const before = await bytesOf(dead);
    const { result, out } = await runTool(dead, { isCopy: true });
    expect(result).toMatchObject({ ok: true, saves: 3, staying: 0 });
    expect(await numbersIn(out)).toEqual([1, 2, 3]);
    expect(await bytesOf(dead)).toEqual(before);
  },
);

test.each([
  ['all of it', /./],
  ['the files of its queue', /^outbox/],
])('so does what was set aside: %s', async (_, which) => {
  const { folder, aside } = await twoQueues();
  await capitals(join(folder, aside), which);
  await rename(join(folder, aside), join(folder, aside.toUpperCase()));
  for (const path of [folder, join(folder, aside.toUpperCase())]) {
    const { out } = await runTool(path, { isCopy: true });
    expect(await numbersIn(out)).toEqual(path === folder ? [1, 2, 3] : [1, 2]);
  }
});

test('a record of a recovery counts in whatever letters', async () => {
  const dead = await aDeadTill();
  await runTool(dead, { now: START + HOUR });
  await capitals(dead, /^recovered/);
  const now = START + 3 * DAY;
  const { out } = await runTool(dead, { now, isLastState: true });
  expect(openOf((await importAt(out, now)).till).map(([, state]) => state)).toEqual(
    Array(3).fill('late-import'),
  );
});

test('so does the file beside the folder that says how far its queue had come', async () => {
  const dead = await aDeadTill(({ stop }) => stop(0));
  await rename(`${dead}.mark`, `${dead}.MARK`);
  await rm(join(dead, 'outbox-000001.journal'));
  expect((await runTool(dead)).said).toContain('store.went-backwards');
});

test('and so does that of somebody who was being erased: nothing of theirs goes', async () => {
  const dead = await aDeadTill((till) => beginErasing(till, '13800130002'));
  await capitals(dead, /^erasure/);
  expect(await numbersIn((await runTool(dead)).out)).toEqual([1, 3]);
});

test.skipIf(process.platform !== 'linux')(
  'two files that have one name but for their letters end it, and are told: nobody knows which of them counts',
  async () => {
    const dead = await aDeadTill();
    await capitals(dead, /^outbox/);
    await writeFile(join(dead, 'Outbox-000001.journal'), '');
    expect((await runTool(dead)).result).toMatchObject({
      ok: false,
      code: 'unreadable',
      says: expect.stringContaining('OUTBOX-000001.JOURNAL, Outbox-000001.journal'),
    });
  },
);
