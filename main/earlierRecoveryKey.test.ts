import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder, PIN, PROVISION, startTill } from '../testing/tills/openedTill.ts';
import { makeRecoveryPair } from './vault/recoveryKey.ts';

const recoveryKeysOf = async (folder: string): Promise<string[]> => {
  const { keys } = JSON.parse(await readFile(join(folder, 'key.json'), 'utf8'));
  return keys.flatMap(({ recovery }: { recovery: { for: string }[] }) =>
    recovery.map((wrap) => wrap.for),
  );
};

test('settings that were put back wrap no key for a recovery key of then, before the manager has said that they hold', async () => {
  const folder = await freshFolder();
  const path = join(folder, 'settings.json');
  const { publicKey } = makeRecoveryPair();
  const first = { provision: { ...PROVISION, recoveryKey: publicKey }, isTrusted: true };
  await (await startTill(folder, { offer: first })).stop();
  const old = await readFile(path, 'utf8');
  // Its private half was stolen: the chain takes it out.
  const none = { provision: { ...PROVISION, recoveryKey: null }, isTrusted: true };
  await (await startTill(folder, { offer: none })).stop();
  await writeFile(path, old);
  const { till, calls, codes, stop } = await startTill(folder, { offer: null });
  expect(codes()).toContain('settings.set-back');
  expect(await recoveryKeysOf(folder)).toEqual([]);
  expect(await calls.replaceKey({ pin: PIN })).toMatchObject({ ok: true });
  await till.rotation.goOn();
  expect(await recoveryKeysOf(folder)).toEqual([]);
  await till.provisioning.offer(first);
  await stop();
  expect(await recoveryKeysOf(folder)).not.toEqual([]);
});

test('nor do they ask for a new key', async () => {
  const folder = await freshFolder();
  const path = join(folder, 'settings.json');
  const asking = { provision: { ...PROVISION, rotateKey: 7 }, isTrusted: true };
  await (await startTill(folder, { offer: asking })).stop();
  const old = await readFile(path, 'utf8');
  const none = { provision: { ...PROVISION, shopId: 'other' }, isTrusted: true };
  await (await startTill(folder, { offer: none })).stop();
  await writeFile(path, old);
  const { till, lines, codes } = await startTill(folder, { offer: null });
  await till.rotation.goOn();
  expect(codes()).toContain('settings.set-back');
  expect((await lines()).map(({ action }) => action)).not.toContain('key.replaced');
});
