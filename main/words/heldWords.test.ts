import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { refuseToRead } from '../../testing/doubles/unreadFile.ts';
import { save, settle, tillOfLostKey } from '../../testing/tills/lostKey.ts';
import { keyStore, PIN } from '../../testing/tills/openedTill.ts';
import type { Till } from '../till.ts';
import { DataKeys } from '../vault/dataKeys.ts';
import { wrappersOf } from '../vault/keyWrappers.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});

const WORD = 'ask Mrs Ouyang 138 0013 8002 again';

function heldSave({ outbox }: Till, number: number) {
  const one = outbox.saves.find(String(number).repeat(32));
  if (one === undefined) throw new Error('not there');
  return one;
}

const shown = (till: Till) =>
  [1, 2].map((number) => {
    const one = till.outbox.saves.find(String(number).repeat(32));
    return one === undefined ? 'erased' : till.words.ofSave(one);
  });

/** Two are held, the second with a word, at a start at which the disk does not give the file of it. */
async function startedUnread(code = 'EBUSY') {
  const made = await tillOfLostKey();
  for (const number of [1, 2]) {
    await save(made.till.till, number);
    await settle(made.till.till, number, 'rejected');
  }
  expect(await made.till.till.words.leave(heldSave(made.till.till, 2), WORD)).toBe(true);
  await made.till.stop();
  const path = join(made.folder, 'words.json');
  const letGo = refuseToRead(path, code);
  const next = await made.start();
  const { desk, erasure } = next.till.person;
  const mobile = '13800138002';
  /** Whoever the word is about. */
  const eraseSecond = () =>
    erasure.erase(() => ({ saves: desk.savesOf({ mobile }), keys: desk.keysOf({ mobile }) }), '3');
  return { ...made, ...next, path, letGo, eraseSecond };
}

/** What the file has, where one of the keys of the till opens it. */
async function onDisk(folder: string): Promise<string> {
  const { sealed } = JSON.parse(await readFile(join(folder, 'words.json'), 'utf8'));
  const read = await DataKeys.read(folder, wrappersOf(keyStore, [], []));
  return read?.keys.vault().open(sealed, 'words') ?? '';
}

describe('words that a scanner holds at a start', () => {
  test('are shown as soon as it has let go of them', async () => {
    const { till, letGo } = await startedUnread();
    expect(shown(till)).toEqual([null, null]);
    letGo();
    await till.words.housekeep();
    expect(shown(till)).toEqual([null, WORD]);
  });

  test('stay when another one is left', async () => {
    const { till, letGo, stop, start } = await startedUnread();
    letGo();
    expect(await till.words.leave(heldSave(till, 1), 'another')).toBe(true);
    expect(shown(till)).toEqual(['another', WORD]);
    await stop();
    expect(shown((await start()).till)).toEqual(['another', WORD]);
  });

  test('are not written over while it has them: another one is refused, and none is taken back', async () => {
    const { till, folder, path, letGo, stop, start } = await startedUnread();
    expect(await till.words.leave(heldSave(till, 1), 'another')).toBe(false);
    expect(await till.words.leave(heldSave(till, 2), '')).toBe(false);
    await till.words.housekeep();
    await stop();
    letGo();
    expect(await readFile(path, 'utf8')).toContain('sealed');
    expect(await onDisk(folder)).toContain(WORD);
    expect(shown((await start()).till)).toEqual([null, WORD]);
  });

  test('are sealed anew with everything else once it has let go, and keep their key until then', async () => {
    const { till, calls, letGo, stop, start } = await startedUnread();
    expect(await calls.replaceKey({ pin: PIN })).toMatchObject({ ok: true });
    await till.rotation.goOn();
    expect(till.rotation.isOldKeyNeeded).toBe(true);
    letGo();
    await till.rotation.goOn();
    expect(till.rotation.isOldKeyNeeded).toBe(false);
    await stop();
    expect(shown((await start()).till)).toEqual([null, WORD]);
  });

  test('are told to be left where somebody is erased, and go with the first tidying that can read them', async () => {
    const { till, folder, letGo, eraseSecond, codes } = await startedUnread();
    expect(await eraseSecond()).toEqual({ ok: true, left: ['words.json'] });
    expect(codes()).toContain('store.erasure-left');
    letGo();
    expect(await onDisk(folder)).toContain(WORD);
    await till.person.erasure.goOn();
    expect(await onDisk(folder)).not.toContain(WORD);
    expect(codes()).not.toContain('store.erasure-left');
    expect(shown(till)).toEqual([null, 'erased']);
  });
});

describe('words on a bad sector', () => {
  test('make way for the next one', async () => {
    const { till, letGo, stop, start } = await startedUnread('EIO');
    expect(await till.words.leave(heldSave(till, 1), 'another')).toBe(true);
    letGo();
    await stop();
    expect(shown((await start()).till)).toEqual(['another', null]);
  });

  test('go, all of them, where somebody is erased', async () => {
    const { folder, letGo, eraseSecond } = await startedUnread('EIO');
    expect(await eraseSecond()).toEqual({ ok: true, left: [] });
    letGo();
    expect(await onDisk(folder)).not.toContain(WORD);
  });

  test('are shown all the same where the disk gives them once more', async () => {
    const { till, letGo } = await startedUnread('EIO');
    await till.words.housekeep();
    letGo();
    await till.words.housekeep();
    expect(shown(till)).toEqual([null, WORD]);
  });
});
