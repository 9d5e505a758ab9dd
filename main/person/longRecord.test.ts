import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { beginErasing } from '../../testing/tills/beginErasing.ts';
import { save, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { keyStore } from '../../testing/tills/openedTill.ts';
import { DataKeys } from '../vault/dataKeys.ts';
import { wrappersOf } from '../vault/keyWrappers.ts';

const MOBILE = '13800138002';
const NUMBERS = [1, 2, 3];

/** As many saves as one file brings: the record of them is longer than any other small file (32 MB). */
const MANY = 200_000;
const LONGEST_OF_OTHERS = 32 * 1024 * 1024;

/** A till with three people, one of whom is being erased with so many saves: the disk takes nothing behind the record of it. */
async function erasingMany() {
  const made = await tillOfLostKey();
  for (const number of NUMBERS) await save(made.till.till, number);
  await beginErasing(made.till.till, MOBILE, MANY);
  const path = join(made.folder, 'erasure.json');
  expect((await stat(path)).size).toBeGreaterThan(LONGEST_OF_OTHERS);
  return { ...made, path };
}

test('an erasing of as many saves as a file brings, which a power cut ends, goes on at the next start: nobody else is held for it', async () => {
  const { till, start, folder } = await erasingMany();
  await till.stop();
  const next = await start();
  const { codes } = next;
  expect(codes()).not.toContain('store.erasure-lost');
  expect(codes()).not.toContain('store.set-aside');
  const states = NUMBERS.map((number) => stateOf(next.till, number));
  expect(states).toEqual(['pending', undefined, 'pending']);
  const names = await readdir(folder);
  expect(names.filter((name) => name.startsWith('erasure.json'))).toEqual(['erasure.json']);
});

test('a rotation erases no key with which the record of such an erasing is sealed: the next start opens it', async () => {
  const { till, folder, path } = await erasingMany();
  const { rotation } = till.till;
  expect(await rotation.begin()).toBeNull();
  await rotation.goOn();
  const { sealed } = JSON.parse(await readFile(path, 'utf8'));
  const read = await DataKeys.read(folder, wrappersOf(keyStore, [], []));
  expect(read?.keys.vault().open(sealed, 'erasure')).not.toBeNull();
});
