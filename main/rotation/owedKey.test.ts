import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder, PIN, PROVISION, startTill } from '../../testing/tills/openedTill.ts';
import { MOST_KEYS } from '../vault/keyFile.ts';

const SET_UP = { provision: PROVISION, isTrusted: false };
const WARNING = 'key.not-replaced';

const keysIn = async (folder: string): Promise<{ check: string }[]> =>
  JSON.parse(await readFile(join(folder, 'key.json'), 'utf8')).keys;

/** A till with as many keys as its file takes, which a copy of a damaged file keeps. */
async function withAllKeys() {
  const folder = await freshFolder();
  const evidence = join(folder, 'outbox-000001.journal.unreadable-x');
  const till = await startTill(folder, { offer: SET_UP });
  await writeFile(evidence, '');
  for (let count = 1; count < MOST_KEYS; count += 1) await till.calls.replaceKey({ pin: PIN });
  return { folder, evidence, ...till };
}

test('a PIN that takes the place of one without a new key is told over all starts, whoever looks at the settings, until there is one', async () => {
  const { folder, evidence, calls, codes, stop } = await withAllKeys();
  const [before] = await keysIn(folder);
  expect(await calls.changePin({ pin: PIN, newPin: '97531' })).toMatchObject({ ok: true });
  expect(codes()).toEqual([WARNING]);
  await stop();
  const next = await startTill(folder, { offer: null });
  await next.till.rotation.goOn();
  await next.calls.getSettings({ pin: '97531' });
  expect([next.codes(), (await keysIn(folder))[0]]).toEqual([[WARNING], before]);
  await rm(evidence);
  await next.till.rotation.goOn();
  const now = await keysIn(folder);
  expect([next.codes(), now.length]).toEqual([[], 1]);
  expect(now[0]?.check).not.toBe(before?.check);
  const lines = (await next.lines()).filter(({ action }) => action.startsWith('key.'));
  expect(lines.slice(-2).map(({ action, reason }) => [action, reason])).toEqual([
    [WARNING, 'pin'],
    ['key.replaced', 'pin'],
  ]);
});

test('so is a secret, and a key that the disk refuses is made as soon as it takes one', async () => {
  const folder = await freshFolder();
  const { till, codes, lines } = await startTill(folder, { offer: SET_UP });
  const path = join(folder, 'key.json');
  await rename(path, `${path}.away`);
  await mkdir(join(path, 'inside'), { recursive: true });
  const { managerPin: _, ...others } = PROVISION;
  const gateway = { ...PROVISION.gateway, appSecret: 'another' };
  await till.settings.provisionWith({ ...others, gateway });
  await till.rotation.goOn();
  expect(codes()).toEqual([WARNING]);
  await rm(path, { recursive: true });
  await rename(`${path}.away`, path);
  await till.rotation.goOn();
  expect(codes()).toEqual([]);
  const told = (await lines()).filter(({ action }) => action === WARNING);
  expect(told.map(({ reason }) => reason)).toEqual(['secret']);
});
