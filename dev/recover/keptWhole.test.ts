import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serialise } from '../../main/journal/watermark.ts';
import { CLEAR_MARK } from '../../main/takeIn/allKnown.ts';
import { setAsideTogether } from '../../main/vault/asideFolders.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import {
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

const SET_ASIDE = START + HOUR / 2;

/** The disk has kept the new name of a folder with 1 to 3, and not what was taken in; the queue of now has 4. */
async function taken() {
  const folder = await freshFolder();
  const { store, keyWrapper, remember } = losingStore();
  const first = await startRecoverable(folder, { keyWrapper });
  for (const number of [1, 2, 3]) await save(first.till, number);
  await first.stop();
  await remember(folder);
  store.isClosed = true;
  await setAsideTogether(folder, SET_ASIDE);
  const clock = new VirtualClock(SET_ASIDE);
  const second = await startRecoverable(folder, { keyWrapper, clock });
  await save(second.till, 4);
  await second.stop();
  const aside = (await readdir(folder)).find((one) => one.startsWith('aside-')) ?? '';
  const name = `${aside}.taken`;
  await rename(join(folder, aside), join(folder, name));
  const third = await startRecoverable(folder, { keyWrapper, clock });
  expect(third.till.warnings.map(({ code }) => code)).toContain('store.key-unreadable');
  await third.stop();
  return { dead: await copyOf(folder), name };
}

test('what waits in a folder that was taken in and stays whole goes, before what was saved since', async () => {
  const { dead, name } = await taken();
  const { result, out, said } = await runTool(dead);
  expect(result).toMatchObject({ ok: true, saves: 4, staying: 0 });
  expect(said).toContain(`${name}: 3 waiting or held, of 3.`);
  expect(said).toContain('Dated 2026-11-24T04:30:00Z: the last change');
  const { till } = await importAt(out, START + HOUR);
  expect(openOf(till).map(([number]) => number)).toEqual([1, 2, 3, 4]);
});

test('it goes also where the folder is named, and takes the manager, whatever is said', async () => {
  const { dead, name } = await taken();
  const now = START + 2 * DAY;
  const { result, said } = await runTool(join(dead, name), { now, isLastState: true });
  expect(result).toMatchObject({ ok: true, saves: 3, staying: 0 });
  expect(said).toContain('3 were set aside: none goes by itself');
});

test('it goes so, and is told, where one says that each of its saves was known, and the queue that knew them has lost something', async () => {
  const { dead, name } = await taken();
  await writeFile(join(dead, name, CLEAR_MARK), '{}');
  await writeFile(`${dead}.mark`, serialise({ lastNumber: 9, lastSequence: 9 }));
  const { result, out, said } = await runTool(dead);
  expect(result).toMatchObject({ ok: true, saves: 4, staying: 0 });
  expect(said).toContain(`${name}: 3 waiting or held, of 3.`);
  const { till } = await importAt(out, START + HOUR);
  expect(openOf(till).slice(0, 3)).toEqual([1, 2, 3].map((number) => [number, 'late-import']));
});

test('nothing goes out of one that says that each of its saves was known', async () => {
  const { dead, name } = await taken();
  await writeFile(join(dead, name, CLEAR_MARK), '{}');
  expect((await runTool(dead)).result).toMatchObject({ ok: true, saves: 1, staying: 0 });
});
