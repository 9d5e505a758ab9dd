import { readFileSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { save, stateOf } from '../../testing/tills/lostKey.ts';
import { freshFolder, PROVISION, startTill } from '../../testing/tills/openedTill.ts';

/** Settings with a secret of their own. */
const withSecret = (appSecret: string, managerPin = PROVISION.managerPin) => ({
  ...PROVISION,
  gateway: { ...PROVISION.gateway, appSecret },
  managerPin,
});

/** A till of somebody’s own, with a PIN that he knows, in which lies what he has of another one. */
async function ownTillWith(appSecret: string, from: string, names: RegExp) {
  const folder = await freshFolder();
  const provision = withSecret(appSecret, '135791');
  await (await startTill(folder, { offer: { provision, isTrusted: false } })).stop();
  const aside = join(folder, 'aside-2026-11-24T00-00-00-000Z');
  await mkdir(aside);
  for (const name of await readdir(from))
    if (names.test(name)) await cp(join(from, name), join(aside, name));
  return { folder, aside };
}

test('a copy of the folder takes no secret of somebody’s own without the manager: what waits in it comes in nowhere else', async () => {
  const folder = await freshFolder();
  const shop = await startTill(folder, {
    offer: { provision: withSecret('nobody knows it'), isTrusted: false },
  });
  await save(shop.till, 1);
  await shop.stop();
  const { managerPin: _, ...wordless } = withSecret('mine');
  const copy = await startTill(folder, { offer: { provision: wordless, isTrusted: false } });
  expect(copy.till.provisioning.question).toMatchObject({ needs: 'pin' });
  await copy.stop();
  const own = await ownTillWith('mine', folder, /./);
  const { till, codes } = await startTill(own.folder, { offer: null });
  expect(codes()).toContain('store.other-secret');
  expect(stateOf(till, 1)).toBeUndefined();
});

test.each([
  ['by a key that is no more', false, 'store.key-unreadable'],
  [
    'by a trail that is not there, where the key’s file is of the moment of the change',
    true,
    'store.other-secret',
  ],
])(
  'a former secret, and settings of then that somebody has kept, bring in nothing that was saved since: %s',
  async (_how, isOfTheMoment, code) => {
    const folder = await freshFolder();
    const first = await startTill(folder, {
      offer: { provision: withSecret('of before'), isTrusted: false },
    });
    await first.stop();
    const kept = await readFile(join(folder, 'settings.json'));
    const second = await startTill(folder, { offer: null });
    let moment: Buffer | null = null;
    second.till.rotation.onChanged(() => {
      moment ??= readFileSync(join(folder, 'key.json'));
    });
    const { managerPin: _, ...provision } = withSecret('of now');
    await second.till.provisioning.offer({ provision, isTrusted: true });
    await second.till.rotation.goOn();
    expect(second.till.rotation.isOldKeyNeeded).toBe(false);
    const replaced = { action: 'key.replaced', reason: 'secret' };
    expect(await second.lines()).toContainEqual(expect.objectContaining(replaced));
    await save(second.till, 1);
    await second.stop();
    // With both keys in it.
    if (isOfTheMoment) await writeFile(join(folder, 'key.json'), moment ?? '');
    const own = await ownTillWith('of before', folder, /^(?:key\.json|outbox-)/);
    await writeFile(join(own.aside, 'settings.json'), kept);
    const { till, codes } = await startTill(own.folder, { offer: null });
    expect(codes()).toContain(code);
    expect(stateOf(till, 1)).toBeUndefined();
  },
);
