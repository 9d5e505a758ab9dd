import { describe, expect, test } from 'vitest';
import {
  INPUT,
  PIN,
  PROVISION,
  SECRET,
  SESSION,
  settingsDesk,
} from '../../testing/tills/settingsDesk.ts';

describe('with the PIN', () => {
  test.each([
    { url: 'https://other.example.com/rest' },
    { appKey: '2' },
    { appKey: '2', appSecret: 'new' },
    { url: 'https://gw.example.com.attacker.example/rest', session: 'new' },
  ])('stored secrets go nowhere else: %j', async (other) => {
    const { calls, settings, tested } = await settingsDesk({ ...PROVISION, managerPin: PIN });
    const gateway = { ...INPUT.gateway, ...other };
    const refused = { ok: false, error: { code: 'request.refused' } };
    expect(await calls.testConnection({ pin: PIN, gateway })).toEqual(refused);
    expect(
      await calls.saveSettings({
        pin: PIN,
        settings: { ...INPUT, gateway },
        revision: settings.changes,
      }),
    ).toEqual(refused);
    expect(tested).toEqual([]);
    expect(settings.provision).toEqual(PROVISION);
  });

  test.each([{ host: 'evil.example' }, { username: 'other' }])(
    'the stored password of the proxy goes nowhere else: %j',
    async (other) => {
      const proxy = { host: 'proxy.shop', username: 'till', password: 'made-up' };
      const desk = await settingsDesk({ ...PROVISION, proxy, managerPin: PIN });
      const { calls, settings, tested } = desk;
      const refused = { ok: false, error: { code: 'request.refused' } };
      const asked = { ...proxy, ...other, password: null };
      expect(
        await calls.testConnection({ pin: PIN, gateway: INPUT.gateway, proxy: asked }),
      ).toEqual(refused);
      expect(
        await calls.saveSettings({
          pin: PIN,
          settings: { ...INPUT, proxy: asked },
          revision: settings.changes,
        }),
      ).toEqual(refused);
      expect(tested).toEqual([]);
      expect(settings.provision?.proxy).toEqual(proxy);
      const view = await calls.getSettings({ pin: PIN });
      expect(view).toMatchObject({ value: { proxy: { host: 'proxy.shop', username: 'till' } } });
      expect(JSON.stringify(view)).not.toContain(proxy.password);
    },
  );

  test('another gateway holds with secrets of its own, also without a session', async () => {
    const { calls, settings } = await settingsDesk({ ...PROVISION, managerPin: PIN });
    const gateway = { ...INPUT.gateway, appKey: '2', appSecret: 'new', session: '' };
    expect(
      await calls.saveSettings({
        pin: PIN,
        settings: { ...INPUT, gateway },
        revision: settings.changes,
      }),
    ).toMatchObject({
      ok: true,
    });
    const { session, ...stored } = gateway;
    expect(session).toBe('');
    expect(settings.provision?.gateway).toEqual(stored);
  });

  test('the old address counts as the same app only where the manager says so, and the key is the same', async () => {
    const { calls, settings, reopened } = await settingsDesk({ ...PROVISION, managerPin: PIN });
    const { url, appKey } = PROVISION.gateway;
    const moved = {
      ...INPUT.gateway,
      url: 'https://new.example.com/rest',
      appSecret: 'new',
      session: '',
    };
    const save = (gateway: typeof moved, isSamePlatform: boolean) =>
      calls.saveSettings({
        pin: PIN,
        settings: { ...INPUT, gateway, isSamePlatform },
        revision: settings.changes,
      });
    await save(moved, true);
    expect(settings.provision?.gateway.formerly).toEqual([{ url, appKey }]);
    expect((await reopened()).provision).toEqual(settings.provision);
    await save({ ...moved, appSecret: 'newer' }, false);
    expect(settings.provision?.gateway.formerly).toEqual([{ url, appKey }]);
    await save({ ...moved, appKey: '2' }, true);
    expect(settings.provision?.gateway.formerly).toBeUndefined();
    await save({ ...moved, url: 'https://third.example.com/', appKey: '2' }, false);
    expect(settings.provision?.gateway.formerly).toBeUndefined();
  });

  test('a new secret replaces the old one, an empty session removes it', async () => {
    const { calls, settings } = await settingsDesk({ ...PROVISION, managerPin: PIN });
    const gateway = { ...INPUT.gateway, appSecret: 'new', session: '' };
    await calls.saveSettings({
      pin: PIN,
      settings: { ...INPUT, gateway },
      revision: settings.changes,
    });
    expect(settings.provision?.gateway).toMatchObject({ appSecret: 'new' });
    expect(settings.provision?.gateway).not.toHaveProperty('session');
  });

  test('the connection test tries what is typed, with the stored secret where none is typed', async () => {
    const { calls, tested, settings } = await settingsDesk({ ...PROVISION, managerPin: PIN });
    expect(await calls.testConnection({ pin: PIN, gateway: INPUT.gateway })).toMatchObject({
      ok: true,
    });
    expect(tested).toEqual([{ ...INPUT.gateway, appSecret: SECRET, session: SESSION }]);
    expect(settings.provision).toEqual(PROVISION);
  });
});
