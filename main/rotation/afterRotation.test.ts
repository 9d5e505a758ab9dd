import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshFolder, PROVISION, startTill } from '../../testing/tills/openedTill.ts';
import type { Till } from '../till.ts';

const save = async ({ outbox }: Till) => {
  const result = await outbox.intake.enqueue({
    requestId: '1'.repeat(32),
    origin: { brandId: 'brand', shopId: 'shop', operatorId: '3' },
    member: { mobile: '13800138000' },
    app: 'https://gw.example.com 1',
    correctionOf: null,
    consent: null,
  });
  if (!result.ok) throw new Error(result.failure);
};

/** A till whose key was replaced and whose old one is erased; a copy of the old file is kept. */
async function rotated() {
  const folder = await freshFolder();
  const { till, stop } = await startTill(folder);
  await save(till);
  await cp(join(folder, 'key.json'), `${folder}.key`);
  await till.rotation.begin();
  await till.rotation.goOn();
  expect(till.rotation.isOldKeyNeeded).toBe(false);
  await stop();
  return folder;
}

test('settings without a PIN are sealed anew as well, also where pin.json is gone: they open at the next start', async () => {
  const folder = await freshFolder();
  const { managerPin: _, ...provision } = PROVISION;
  const { till, stop } = await startTill(folder, { offer: { provision, isTrusted: false } });
  await rm(join(folder, 'pin.json'));
  await till.rotation.begin();
  await till.rotation.goOn();
  await stop();
  const next = await startTill(folder, { offer: null });
  expect([next.till.settings.provision?.brandId, next.codes()]).toEqual(['brand', []]);
});

test('a till that has stopped writes nothing more for a rotation: the folder may be another program’s by then', async () => {
  const contents = async (folder: string) => {
    const names = (await readdir(folder, { withFileTypes: true })).filter((one) => one.isFile());
    return Promise.all(
      names.map(async ({ name }) => [name, await readFile(join(folder, name), 'base64')]),
    );
  };
  const folder = await freshFolder();
  const { till, stop } = await startTill(folder);
  await save(till);
  expect(await till.rotation.begin()).toBeNull();
  await stop();
  const atTheEnd = await contents(folder);
  await till.rotation.goOn();
  expect(await contents(folder)).toEqual(atTheEnd);
  const next = await startTill(folder, { offer: null });
  await next.till.rotation.goOn();
  expect([next.till.rotation.isOldKeyNeeded, next.codes()]).toEqual([false, []]);
});

test('a key that was made for another secret seals also where that came to nothing: the next start opens everything', async () => {
  const folder = await freshFolder();
  const { till, stop } = await startTill(folder);
  await save(till);
  const replacing = await till.rotation.beginForReplaced('secret');
  replacing.end();
  await till.rotation.goOn();
  await stop();
  const next = await startTill(folder, { offer: null });
  expect([next.till.settings.provision?.brandId, next.codes()]).toEqual(['brand', []]);
  const { saves, contents } = next.till.outbox;
  expect(saves.unfinished().map((one) => contents.openBody(one))).not.toContain(null);
});

describe('a key file of before a rotation that was put back', () => {
  test('is another key, and nothing is set aside or written for it: the file of now opens everything', async () => {
    const folder = await rotated();
    await cp(join(folder, 'key.json'), `${folder}.now`);
    await cp(`${folder}.key`, join(folder, 'key.json'));
    const before = await readdir(folder);
    await expect(startTill(folder, { offer: null })).rejects.toMatchObject({
      problem: 'other-key',
    });
    expect(await readdir(folder)).toEqual(before);
    await cp(`${folder}.now`, join(folder, 'key.json'));
    const { till, codes } = await startTill(folder, { offer: null });
    expect([till.settings.provision?.brandId, codes()]).toEqual(['brand', []]);
    expect(till.outbox.saves.unfinished().map((one) => till.outbox.contents.openBody(one))).toEqual(
      [expect.stringContaining('13800138000')],
    );
  });

  test('is told from settings and PIN that are damaged under the key of now', async () => {
    const folder = await rotated();
    const other = await freshFolder();
    await (await startTill(other)).stop();
    for (const name of ['settings.json', 'pin.json'])
      await cp(join(other, name), join(folder, name));
    await writeFile(join(folder, 'draft.json'), '');
    const { till, codes } = await startTill(folder, { offer: null });
    expect(codes()).toContain('settings.missing');
    expect(till.outbox.saves.unfinished()).toHaveLength(1);
  });
});
