import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder, PIN, PROVISION, startTill } from '../testing/tills/openedTill.ts';

const NEW_PIN = '97531';
const { managerPin: _, ...SAME_FILE } = PROVISION;

type Started = Awaited<ReturnType<typeof startTill>>;

/** What writes the settings without a PIN. */
const WRITES: [string, (started: Started) => Promise<unknown>][] = [
  ['the sound', ({ calls }) => calls.setSound({ isOn: false })],
  ['the language', ({ calls }) => calls.setLocale({ locale: 'en' })],
  [
    'the same file of a second start',
    ({ till }) => till.provisioning.offer({ provision: SAME_FILE, isTrusted: false }),
  ],
];

test.each(WRITES)(
  'settings that are written for %s while the PIN is changed open nothing once their key is gone',
  async (_name, write) => {
    const folder = await freshFolder();
    await (await startTill(folder)).stop();
    const started = await startTill(folder, { offer: null });
    const { calls, till } = started;
    const settings = join(folder, 'settings.json');
    const copy = `${folder}-copy.json`;
    let written: Promise<unknown> | null = null;
    // As soon as the new key is there, which the page hears of.
    till.rotation.onChanged(() => {
      written ??= write(started).then(() => cp(settings, copy));
    });
    expect(await calls.changePin({ pin: PIN, newPin: NEW_PIN })).toMatchObject({ ok: true });
    await written;
    await till.rotation.goOn();
    expect(till.rotation.isOldKeyNeeded).toBe(false);
    expect(await calls.getSettings({ pin: NEW_PIN })).toMatchObject({ ok: true });
    await started.stop();
    await cp(copy, settings);
    await rm(join(folder, 'pin.json'));
    const again = await startTill(folder, { offer: null });
    expect(await again.calls.getSettings({ pin: PIN })).toMatchObject({ ok: false });
  },
);

test('no other key begins between the new key of a PIN and that PIN', async () => {
  const folder = await freshFolder();
  await (await startTill(folder)).stop();
  const { till, calls } = await startTill(folder, { offer: null });
  let begun: Promise<unknown> | null = null;
  till.rotation.onChanged(() => {
    begun ??= till.rotation.begin();
  });
  expect(await calls.changePin({ pin: PIN, newPin: NEW_PIN })).toMatchObject({ ok: true });
  expect(await begun).toBe('key.refused');
  await till.rotation.goOn();
  expect(await till.rotation.begin()).toBeNull();
});
