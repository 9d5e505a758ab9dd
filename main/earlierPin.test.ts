import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshFolder, PIN, PROVISION, startTill } from './testing/openedTill.ts';

/** A till that was set up; it is closed when this resolves. */
async function aFolder(): Promise<string> {
  const folder = await freshFolder();
  const { stop } = await startTill(folder, { offer: { provision: PROVISION, isTrusted: false } });
  await stop();
  return folder;
}

describe('a PIN of before that somebody has put back, in both of its places', () => {
  const putBack = async () => {
    const folder = await aFolder();
    const places = ['settings.json', 'pin.json'].map((name) => join(folder, name));
    const before = await Promise.all(places.map((path) => readFile(path)));
    const { till, stop } = await startTill(folder, { offer: null });
    await till.settings.managerPin.set('97531');
    await stop();
    const putBoth = () => Promise.all(places.map((path, at) => writeFile(path, before[at] ?? '')));
    await putBoth();
    return { folder, putBoth };
  };

  test('is told over all starts, with one line in the audit trail, also after the settings were opened with it', async () => {
    const { folder } = await putBack();
    for (let starts = 0; starts < 3; starts += 1) {
      const { calls, codes, lines, stop } = await startTill(folder, { offer: null });
      expect(await calls.getSettings({ pin: PIN })).toMatchObject({ ok: true });
      expect(codes()).toEqual(['pin.set-back']);
      const told = (await lines()).filter(({ action }) => action === 'pin.set-back');
      expect(told).toHaveLength(1);
      await stop();
    }
  });

  test('is told no more once a PIN was set, and told again when it comes back once more', async () => {
    const { folder, putBoth } = await putBack();
    const first = await startTill(folder, { offer: null });
    await first.till.settings.managerPin.set('86420');
    expect(first.codes()).toEqual([]);
    await first.stop();
    await putBoth();
    const second = await startTill(folder, { offer: null });
    expect(second.codes()).toEqual(['pin.set-back']);
    await second.stop();
  });

  test('does not come before a PIN that was set after both places had gone', async () => {
    const folder = await aFolder();
    const kept = join(folder, 'pin.json');
    const setPin = async (pin: string) => {
      const { till, stop } = await startTill(folder, { offer: null });
      await till.settings.managerPin.set(pin);
      await stop();
    };
    await setPin('11223');
    await setPin('33221');
    const old = await readFile(kept);
    for (const name of ['settings.json', 'pin.json']) await rm(join(folder, name));
    const offer = { provision: { ...PROVISION, managerPin: '97531' }, isTrusted: true };
    await (await startTill(folder, { offer })).stop();
    await writeFile(kept, old);
    const { till } = await startTill(folder, { offer: null });
    expect(await till.settings.managerPin.verify('97531')).toBe('ok');
  });
});

test('a PIN that is gone from both of its places is told as gone, not as an earlier one', async () => {
  const folder = await freshFolder();
  const { managerPin: _, ...silent } = PROVISION;
  await (await startTill(folder, { offer: { provision: silent, isTrusted: false } })).stop();
  const settings = join(folder, 'settings.json');
  const without = await readFile(settings);
  await (await startTill(folder, { offer: { provision: PROVISION, isTrusted: true } })).stop();
  await writeFile(settings, without);
  await rm(join(folder, 'pin.json'));
  for (let starts = 0; starts < 2; starts += 1) {
    const { codes, stop } = await startTill(folder, { offer: null });
    expect(codes()).toContain('pin.missing');
    expect(codes()).not.toContain('pin.set-back');
    await stop();
  }
  const offer = { provision: PROVISION, isTrusted: true };
  expect((await startTill(folder, { offer })).codes()).not.toContain('pin.missing');
});
