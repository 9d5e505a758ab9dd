import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder, PROVISION, startTill } from '../../testing/tills/openedTill.ts';
import type { KeyWrapper } from './dataKey.ts';
import type { Dpapi } from './dpapi.ts';
import { wrappersHere } from './wrappersHere.ts';

/** As DPAPI does it: what was protected with other entropy does not open. Who may open it is Windows' affair. */
const dpapi: Dpapi = {
  protectData: (data, entropy) => Buffer.concat([entropy ?? Buffer.alloc(0), data]),
  unprotectData: (data, entropy) => {
    const length = entropy?.length ?? 0;
    if (!Buffer.from(data.subarray(0, length)).equals(entropy ?? Buffer.alloc(0)))
      throw new Error('Decryption failed. Error code: 13');
    return data.subarray(length);
  },
};
const opened = { ok: true, dpapi } as const;

const flip = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0xff));
const system: KeyWrapper = { protection: 'os', wrap: flip, unwrap: flip };

const wrappedBy = async (folder: string) => {
  const { keys } = JSON.parse(await readFile(join(folder, 'key.json'), 'utf8'));
  return keys.map(({ protection }: { protection: string }) => protection);
};
const offerOf = (more: object) => ({ provision: { ...PROVISION, ...more }, isTrusted: true });

test('a key that the system has wrapped is wrapped for the Windows user from the first start on that has DPAPI', async () => {
  const folder = await freshFolder();
  await (await startTill(folder, wrappersHere(null, system))).stop();
  expect(await wrappedBy(folder)).toEqual(['os']);
  const { till, stop } = await startTill(folder, { ...wrappersHere(opened, system), offer: null });
  expect(till.settings.provision).toMatchObject({ shopId: PROVISION.shopId });
  await stop();
  expect(await wrappedBy(folder)).toEqual(['dpapi-user']);
});

test('the chain’s choice wraps it as soon as it is known, stays over a start, and can be withdrawn', async () => {
  const folder = await freshFolder();
  const here = wrappersHere(opened, system);
  await (await startTill(folder, { ...here, offer: offerOf({ queuePer: 'pc' }) })).stop();
  expect(await wrappedBy(folder)).toEqual(['dpapi-machine']);
  const again = await startTill(folder, { ...here, offer: null });
  expect(again.till.settings.provision).toMatchObject({ queuePer: 'pc' });
  await again.stop();
  expect(await wrappedBy(folder)).toEqual(['dpapi-machine']);
  await (await startTill(folder, { ...here, offer: offerOf({ queuePer: 'user' }) })).stop();
  expect(await wrappedBy(folder)).toEqual(['dpapi-user']);
});

test('where the native file does not load a first key is the system’s, and one that DPAPI has wrapped is asked for', async () => {
  const missing = { ok: false, failure: 'missing', detail: 'ENOENT' } as const;
  const folder = await freshFolder();
  await (await startTill(folder, wrappersHere(missing, system))).stop();
  expect(await wrappedBy(folder)).toEqual(['os']);
  await (await startTill(folder, { ...wrappersHere(opened, system), offer: null })).stop();
  const start = startTill(folder, { ...wrappersHere(missing, system), offer: null });
  await expect(start).rejects.toMatchObject({ problem: 'store-missing' });
  expect(await wrappedBy(folder)).toEqual(['dpapi-user']);
});
