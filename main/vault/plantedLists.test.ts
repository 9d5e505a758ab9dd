import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder, PROVISION, startTill } from '../../testing/tills/openedTill.ts';

const COUNT = 200_000;
const many = (value: string) => `[${`${value},`.repeat(COUNT)}${value}]`;
const KEYS = `{"format":2,"keys":[{"recovery":${many('0')}}]}`;

/** A till that was set up, and is closed. */
async function aFolder(): Promise<string> {
  const folder = await freshFolder();
  await (await startTill(folder, { offer: { provision: PROVISION, isTrusted: false } })).stop();
  return folder;
}

test.each([
  ['totals.json', `{"format":1,"days":[["2026-01-01",${many('0')},[],[]]],"mac":"x"}`],
  ['bulk.json', `{"format":1,"runs":[{"sequences":${many('""')}}],"mac":"x"}`],
])(
  'a %s with more in it that is wrong than can be told is none of this till’s, and ends no start',
  async (name, text) => {
    const folder = await aFolder();
    await writeFile(join(folder, name), text);
    const { till } = await startTill(folder, { offer: null });
    expect(till.settings.provision?.brandId).toBe('brand');
  },
);

test('so is a key file in a folder that somebody has put beside the till’s files', async () => {
  const folder = await aFolder();
  const aside = join(folder, 'aside-2026-11-20T05-00-00-000Z');
  await mkdir(aside);
  await writeFile(join(aside, 'key.json'), KEYS);
  const { till } = await startTill(folder, { offer: null });
  expect(till.settings.provision?.brandId).toBe('brand');
});

test('in the place of the till’s own key file it is damage, about which somebody is asked', async () => {
  const folder = await aFolder();
  await writeFile(join(folder, 'key.json'), KEYS);
  await expect(startTill(folder, { offer: null })).rejects.toMatchObject({
    code: 'KEY_CLOSED',
    problem: 'damaged',
  });
});

test('under a running till it is written over, and the till is closed in order', async () => {
  const folder = await aFolder();
  const { till, stop } = await startTill(folder, { offer: null });
  await writeFile(join(folder, 'key.json'), KEYS);
  await stop();
  const next = await startTill(folder, { offer: null });
  expect(next.till.settings.provision?.brandId).toBe(till.settings.provision?.brandId);
});
