import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { realDisk } from '../disk/realDisk.ts';
import { finishSettingAside, setAsideTogether } from '../vault/asideFolders.ts';
import { watermarkIn } from './asideWatermark.ts';
import { readWatermark, serialise } from './watermark.ts';

const NOW = Date.UTC(2026, 10, 24);

/** A data folder with these files, whose store had stored five changes by its watermark. */
async function withWatermark(...names: readonly string[]) {
  const folder = await freshFolder();
  for (const name of names) await writeFile(join(folder, name), '');
  await writeFile(`${folder}.mark`, serialise({ lastNumber: 5, lastSequence: 4 }));
  const asideOf = async () => {
    const [aside = ''] = (await readdir(folder)).filter((name) => name.startsWith('aside-'));
    return join(folder, aside);
  };
  return { folder, asideOf, besideWatermark: () => readWatermark(realDisk, `${folder}.mark`) };
}

test('the watermark goes aside with its store, and the next queue begins with nothing stored and the slips of before', async () => {
  const { folder, asideOf, besideWatermark } = await withWatermark(
    'key.json',
    'outbox-000001.journal',
  );
  await setAsideTogether(folder, NOW);
  expect(await watermarkIn(await asideOf())).toEqual({ lastNumber: 5, lastSequence: 4 });
  expect(await besideWatermark()).toEqual({ lastNumber: 0, lastSequence: 4 });
});

test('a crash behind that undoes nothing of it', async () => {
  const { folder, asideOf, besideWatermark } = await withWatermark('outbox-000001.journal');
  const moving = join(folder, 'aside-2026-11-24T00-00-00-000Z.moving');
  await mkdir(moving);
  await writeFile(join(moving, 'store.mark'), serialise({ lastNumber: 5, lastSequence: 4 }));
  await writeFile(`${folder}.mark`, serialise({ lastNumber: 0, lastSequence: 4 }));
  await finishSettingAside(folder);
  expect(await watermarkIn(await asideOf())).toEqual({ lastNumber: 5, lastSequence: 4 });
  expect(await besideWatermark()).toEqual({ lastNumber: 0, lastSequence: 4 });
});

test('nor does it say of a store whose watermark was gone that all of it is there', async () => {
  const { folder, asideOf } = await withWatermark('outbox-000001.journal');
  await mkdir(join(folder, 'aside-2026-11-24T00-00-00-000Z.moving'));
  await writeFile(`${folder}.mark`, serialise({ lastNumber: 0, lastSequence: 4 }));
  await finishSettingAside(folder);
  expect(await watermarkIn(await asideOf())).toBeNull();
});

test('without a store to go with it stays, and tells that the store is gone', async () => {
  const { folder, asideOf, besideWatermark } = await withWatermark('key.json');
  await setAsideTogether(folder, NOW);
  expect(await watermarkIn(await asideOf())).toBeNull();
  expect(await besideWatermark()).toEqual({ lastNumber: 5, lastSequence: 4 });
});
