import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  INPUT,
  PIN,
  SECRET,
  SESSION,
  settingsDesk,
  wrongPin,
} from '../../testing/tills/settingsDesk.ts';

describe('the first settings', () => {
  const secrets = { ...INPUT.gateway, appSecret: SECRET, session: SESSION };

  test('need no PIN, set it, and can be made once', async () => {
    const { calls, settings } = await settingsDesk(null);
    const first = { settings: { ...INPUT, gateway: secrets }, managerPin: PIN };
    expect(await calls.testConnection({ pin: '', gateway: secrets })).toMatchObject({ ok: true });
    expect(await calls.setUp(first)).toEqual({ ok: true, value: null });
    expect(await settings.managerPin.verify(PIN)).toBe('ok');
    expect(await calls.setUp({ ...first, managerPin: '1111' })).toMatchObject({ ok: false });
    expect(await settings.managerPin.verify(PIN)).toBe('ok');
    expect(await calls.testConnection({ pin: '', gateway: secrets })).toEqual(wrongPin);
  });

  test('of three that come at once exactly one is taken, with its PIN, and one line says so', async () => {
    const { calls, settings, auditLines, reopened } = await settingsDesk(null);
    const pins = ['1111', '2222', '3333'];
    const replies = await Promise.all(
      pins.map((managerPin) =>
        calls.setUp({
          settings: { ...INPUT, shopId: `shop of ${managerPin}`, gateway: secrets },
          managerPin,
        }),
      ),
    );
    expect(replies.map(({ ok }) => ok)).toEqual([true, false, false]);
    expect(settings.provision?.shopId).toBe('shop of 1111');
    expect(await settings.managerPin.verify('1111')).toBe('ok');
    expect((await reopened()).provision?.shopId).toBe('shop of 1111');
    expect(await auditLines()).toEqual(['pin.set', 'settings.saved']);
  });

  test('without a secret are refused', async () => {
    const { calls, settings } = await settingsDesk(null);
    expect(await calls.setUp({ settings: INPUT, managerPin: PIN })).toMatchObject({ ok: false });
    expect(settings.provision).toBeNull();
    expect(settings.managerPin.isSet).toBe(false);
  });

  test('leave neither secret nor PIN in any file as it is', async () => {
    const { calls, folder } = await settingsDesk(null);
    await calls.setUp({ settings: { ...INPUT, gateway: secrets }, managerPin: PIN });
    const names = await readdir(folder);
    expect(names.sort()).toEqual([
      'audit-cashier-000001.trail',
      'audit-manager-000001.trail',
      'audit.head',
      'pin.json',
      'settings.json',
    ]);
    for (const name of names) {
      const text = await readFile(join(folder, name), 'utf8');
      for (const hidden of [SECRET, SESSION, PIN]) expect(text).not.toContain(hidden);
    }
  });
});
