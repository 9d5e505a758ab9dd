import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { freshFolder, PIN, PROVISION, startTill } from '../../testing/tills/openedTill.ts';

/** Anybody can make it at night: then the next start sets everything aside, and takes it in again at once. */
const plant = (folder: string) => mkdir(join(folder, 'aside-2026-11-24T00-00-00-000Z.moving'));

test('what a trail had to tell, and how often PIN and settings had been set, is told by the one that begins with its settings', async () => {
  const folder = await freshFolder();
  await (await startTill(folder, { offer: { provision: PROVISION, isTrusted: false } })).stop();
  const { managerPin: _, ...silent } = PROVISION;
  const provision = { ...silent, shopId: 'another' };
  const night = await startTill(folder, { offer: { provision, isTrusted: false } });
  for (const pin of ['0000', '1111']) await night.calls.getSettings({ pin });
  expect(night.codes()).toEqual(['provision.taken-over']);
  const told = night.till.warnings.find(({ code }) => code === 'provision.taken-over');
  await night.stop();
  await plant(folder);
  for (let starts = 0; starts < 2; starts += 1) {
    const morning = await startTill(folder, { offer: null });
    expect(morning.till.settings.provision?.shopId).toBe('another');
    const aside = { code: 'audit.set-aside', detail: 'aside-2026-11-24T00-00-00-000Z' };
    expect(morning.till.warnings).toEqual([aside, told]);
    const { tries, pinRevision, settingsRevision } = morning.till.audit;
    expect([tries, pinRevision.highest]).toEqual([2, 1]);
    // Taken over, they are the next ones, which the next start counts.
    expect(settingsRevision.highest).toBe(2 + starts);
    const carried = (await morning.lines()).filter(({ action }) => action === 'trail.set-aside');
    expect(carried.map(({ reason }) => reason?.split('; ')[0])).toEqual([
      'aside-2026-11-24T00-00-00-000Z',
    ]);
    await morning.stop();
  }
  const last = await startTill(folder, { offer: null });
  expect(await last.calls.getSettings({ pin: PIN })).toMatchObject({ ok: true });
  expect(last.codes()).toEqual([]);
});

test('a PIN of before comes along with no settings that were set aside: the trail beside them tells of a later one', async () => {
  const folder = await freshFolder();
  await (await startTill(folder, { offer: { provision: PROVISION, isTrusted: false } })).stop();
  const places = ['settings.json', 'pin.json'].map((name) => join(folder, name));
  const before = await Promise.all(places.map((path) => readFile(path)));
  const { till, stop } = await startTill(folder, { offer: null });
  await till.settings.managerPin.set('97531');
  // The key of then is still there.
  const key = await readFile(join(folder, 'key.json'));
  await till.rotation.goOn();
  await stop();
  await writeFile(join(folder, 'key.json'), key);
  await Promise.all(places.map((path, at) => writeFile(path, before[at] ?? '')));
  await plant(folder);
  const next = await startTill(folder, { offer: null });
  expect(next.till.settings.provision).toBeNull();
  expect(await next.calls.getSettings({ pin: PIN })).not.toMatchObject({ ok: true });
});

test.each([
  ['without a PIN', [null, null]],
  ['that got its PIN later', [null, PIN]],
  ['with a PIN', [PIN, PIN]],
] as const)(
  'earlier settings of a till %s come along with no queue whose trail is gone',
  async (_, [first, second]) => {
    const folder = await freshFolder();
    const { managerPin: __, ...silent } = PROVISION;
    const offerOf = (url: string, managerPin: string | null) => ({
      offer: {
        provision: {
          ...silent,
          gateway: { ...silent.gateway, url },
          ...(managerPin && { managerPin }),
        },
        isTrusted: true,
      },
    });
    await (await startTill(folder, offerOf(silent.gateway.url, first))).stop();
    const before = await readFile(join(folder, 'settings.json'));
    const moved = await startTill(folder, offerOf('https://new.example.com/rest', second));
    await moved.stop();
    const aside = join(folder, 'aside-2026-11-24T00-00-00-000Z');
    await mkdir(aside);
    for (const name of await readdir(folder)) {
      if (/^(?:key\.json|outbox-)/.test(name)) await rename(join(folder, name), join(aside, name));
      else if (/^(?:audit|pin|settings)/.test(name)) await rm(join(folder, name));
    }
    await rm(`${folder}.audit`);
    await writeFile(join(aside, 'settings.json'), before);
    const next = await startTill(folder, { offer: null });
    expect(next.till.settings.provision).toBeNull();
  },
);

test('a clock that somebody has set a month ahead for that start hides nothing of it', async () => {
  const folder = await freshFolder();
  const first = await startTill(folder, { offer: { provision: PROVISION, isTrusted: false } });
  const taken = { operatorId: null, slip: null, reason: 'brand' };
  await first.till.audit.owe({ action: 'provision.taken-over', ...taken });
  await first.stop();
  await plant(folder);
  const now = first.clock.now();
  const month = 30 * 24 * 60 * 60_000;
  await (await startTill(folder, { offer: null, clock: new VirtualClock(now + month) })).stop();
  const { till } = await startTill(folder, { offer: null, clock: new VirtualClock(now) });
  expect(till.warnings).toContainEqual({ code: 'provision.taken-over', detail: 'brand' });
});
