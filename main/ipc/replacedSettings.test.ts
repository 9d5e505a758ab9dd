import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Provision } from '../../app/settings/provision.ts';
import { INPUT, PIN, PROVISION, settingsDesk } from '../../testing/tills/settingsDesk.ts';

describe('settings that were shown before others were taken over', () => {
  const NEXT: Provision = {
    ...PROVISION,
    brandId: 'next brand',
    gateway: { ...PROVISION.gateway, url: 'https://next.example.com/rest', appSecret: 'next' },
  };
  const shownTo = async ({ calls }: Awaited<ReturnType<typeof settingsDesk>>) => {
    const view = await calls.getSettings({ pin: PIN });
    if (!view.ok) throw new Error(view.error.code);
    return view.value.revision;
  };
  const changed = { ok: false, error: { code: 'settings.changed' } };

  test('are not saved over them, and can be once they were shown', async () => {
    const till = await settingsDesk({ ...PROVISION, managerPin: PIN });
    const { calls, settings, provisioning } = till;
    const revision = await shownTo(till);
    await provisioning.offer({ provision: { ...PROVISION, brandId: 'next' }, isTrusted: true });
    expect(await calls.saveSettings({ pin: PIN, settings: INPUT, revision })).toEqual(changed);
    expect(settings.provision?.brandId).toBe('next');
    const again = await shownTo(till);
    const saved = await calls.saveSettings({ pin: PIN, settings: INPUT, revision: again });
    expect(saved).toMatchObject({ ok: true });
    expect(settings.provision?.brandId).toBe('brand 2');
  });

  test('are not saved over them either where nobody can say which settings are the last: a file needs nobody’s word and makes no new number', async () => {
    const till = await settingsDesk({ ...PROVISION, managerPin: PIN });
    const { calls, settings, provisioning } = till;
    settings.doubt();
    const revision = await shownTo(till);
    const operators = [{ id: 'fresh', name: 'Fresh' }];
    const offer = { provision: { ...PROVISION, operators }, isTrusted: false };
    expect(await provisioning.offer(offer)).toBe('taken-over');
    expect(settings.setBack).toBe('settings.unsure');
    expect(await calls.saveSettings({ pin: PIN, settings: INPUT, revision })).toEqual(changed);
    expect(settings.provision?.operators).toEqual(operators);
  });

  test('are saved where what was taken over meanwhile says the same', async () => {
    const till = await settingsDesk({ ...PROVISION, managerPin: PIN });
    const { calls, settings } = till;
    const revision = await shownTo(till);
    if (settings.provision !== null) await settings.provisionWith(settings.provision);
    const saved = await calls.saveSettings({ pin: PIN, settings: INPUT, revision });
    expect(saved).toMatchObject({ ok: true });
  });

  test('are not saved over those that are being taken over either', async () => {
    const till = await settingsDesk({ ...PROVISION, managerPin: PIN });
    const { calls, settings, provisioning } = till;
    const revision = await shownTo(till);
    // The new data key is being written: the key store and the disk take their time.
    settings.beforeReplaced(async () => {
      await delay(1_000);
      return { take: () => undefined, end: () => undefined };
    });
    const offered = provisioning.offer({ provision: NEXT, isTrusted: true });
    const saved = calls.saveSettings({ pin: PIN, settings: INPUT, revision });
    expect(await offered).toBe('taken-over');
    expect(await saved).toEqual(changed);
    expect(settings.provision?.gateway.url).toBe(NEXT.gateway.url);
  });
});
