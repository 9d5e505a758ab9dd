import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder, keyStore, PIN, startTill } from '../../testing/tills/openedTill.ts';
import { MOST_KEYS } from '../vault/keyFile.ts';

const done = { ok: true, value: null };
const refused = (code: string) => ({ ok: false, error: { code } });

const keysIn = async (folder: string): Promise<unknown[]> =>
  JSON.parse(await readFile(join(folder, 'key.json'), 'utf8')).keys;

async function aTill() {
  const folder = await freshFolder();
  const isRefusing = { now: false };
  const keyWrapper = {
    ...keyStore,
    wrap: (key: Buffer) => {
      if (isRefusing.now) throw new Error('the key store refuses');
      return keyStore.wrap(key);
    },
  };
  const started = await startTill(folder, { keyWrapper });
  const first = await keysIn(folder);
  const replaced = async () =>
    (await started.lines()).filter(({ action }) => action === 'key.replaced');
  return { folder, isRefusing, first, replaced, ...started };
}

test("the data key is replaced by the manager's PIN alone, and the trail says by whose word", async () => {
  const { calls, till, folder, first, replaced } = await aTill();
  expect(await calls.replaceKey({ pin: '000000' })).toMatchObject(refused('pin.wrong'));
  expect(await keysIn(folder)).toEqual(first);
  expect(await replaced()).toEqual([]);
  expect(await calls.replaceKey({ pin: PIN })).toEqual(done);
  await till.rotation.goOn();
  const now = await keysIn(folder);
  expect(now).toHaveLength(1);
  expect(now).not.toEqual(first);
  expect((await replaced()).map(({ reason }) => reason)).toEqual(['manager']);
});

test('the window is told when the new key is there, and when the old one is erased', async () => {
  const { calls, till } = await aTill();
  const told: boolean[] = [];
  till.rotation.onChanged(async () => told.push(till.rotation.isOldKeyNeeded));
  expect(await calls.getTill(null)).toMatchObject({ value: { isOldKeyNeeded: false } });
  await calls.replaceKey({ pin: PIN });
  await till.rotation.goOn();
  expect(told).toEqual([true, false]);
  expect(await calls.getTill(null)).toMatchObject({ value: { isOldKeyNeeded: false } });
});

test('a key store or a disk that refuses is told, and nothing has changed', async () => {
  const { calls, till, folder, isRefusing, first, replaced } = await aTill();
  isRefusing.now = true;
  expect(await calls.replaceKey({ pin: PIN })).toEqual(refused('key.refused'));
  isRefusing.now = false;
  expect(await keysIn(folder)).toEqual(first);
  // No file takes the place of a folder.
  const path = join(folder, 'key.json');
  await rename(path, `${path}.away`);
  await mkdir(join(path, 'inside'), { recursive: true });
  const isWindows = process.platform === 'win32';
  const code = isWindows ? 'store.read-only' : 'store.failed';
  expect(await calls.replaceKey({ pin: PIN })).toEqual(refused(code));
  expect(till.rotation.isOldKeyNeeded).toBe(false);
  expect(await replaced()).toEqual([]);
});

test('no more old keys are kept than a file takes: the next one is refused until they are erased', async () => {
  const { calls, till, folder } = await aTill();
  const evidence = join(folder, 'outbox-000001.journal.unreadable-x');
  await writeFile(evidence, '');
  for (let count = 1; count < MOST_KEYS; count += 1)
    expect(await calls.replaceKey({ pin: PIN })).toEqual(done);
  expect(await calls.replaceKey({ pin: PIN })).toEqual(refused('key.too-many'));
  expect(await calls.getTill(null)).toMatchObject({ value: { isOldKeyNeeded: true } });
  await rm(evidence);
  await till.rotation.goOn();
  expect(await keysIn(folder)).toHaveLength(1);
  expect(await calls.replaceKey({ pin: PIN })).toEqual(done);
  await till.rotation.goOn();
});
