import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  INPUT,
  PIN,
  PROVISION,
  SECRET,
  SESSION,
  settingsDesk,
  wrongPin,
} from '../../testing/tills/settingsDesk.ts';

describe('without the PIN', () => {
  test('nothing is shown, changed or tested', async () => {
    const { calls, settings, tested } = await settingsDesk({ ...PROVISION, managerPin: PIN });
    const pin = '000000';
    expect(await calls.getSettings({ pin })).toEqual(wrongPin);
    expect(await calls.saveSettings({ pin, settings: INPUT, revision: settings.changes })).toEqual(
      wrongPin,
    );
    expect(await calls.changePin({ pin, newPin: '9999' })).toEqual(wrongPin);
    expect(await calls.testConnection({ pin, gateway: INPUT.gateway })).toEqual(wrongPin);
    expect(tested).toEqual([]);
    expect(settings.provision).toEqual(PROVISION);
    expect(await settings.managerPin.verify(PIN)).toBe('ok');
  });

  test('the lock says how long, and stands in the audit trail once, behind the wrong tries', async () => {
    const { calls, auditLines } = await settingsDesk({ ...PROVISION, managerPin: PIN });
    const left = [];
    for (let tries = 0; tries < 5; tries += 1) {
      const reply = await calls.getSettings({ pin: '000000' });
      left.push(reply.ok || reply.error.triesLeft);
    }
    expect(left, 'told before').toEqual([4, 3, 2, 1, undefined]);
    expect(await calls.getSettings({ pin: PIN })).toEqual({
      ok: false,
      error: { code: 'pin.locked', waitSeconds: 30 },
    });
    expect(await auditLines()).toEqual([...Array(4).fill('pin.wrong'), 'pin.locked']);
  });

  test('a till that was provisioned without a PIN opens its settings to nobody', async () => {
    const { calls } = await settingsDesk(PROVISION);
    const unset = { ok: false, error: { code: 'pin.unset' } };
    expect(await calls.getSettings({ pin: '' })).toEqual(unset);
    expect(await calls.changePin({ pin: '', newPin: '1234' })).toEqual(unset);
    expect(await calls.setUp({ settings: INPUT, managerPin: '1234' })).toMatchObject({ ok: false });
  });
});

describe('with the PIN', () => {
  test('the settings are shown, of the secrets only that they are there', async () => {
    const { calls } = await settingsDesk({ ...PROVISION, managerPin: PIN });
    const reply = await calls.getSettings({ pin: PIN });
    expect(reply).toMatchObject({
      ok: true,
      value: { shopId: 'shop', gateway: { appKey: '1', hasAppSecret: true, hasSession: true } },
    });
    expect(JSON.stringify(reply)).not.toContain('not-real');
  });

  test('what is saved holds at once and at the next start; secrets and what the page does not show stay', async () => {
    const { calls, settings, auditLines, reopened } = await settingsDesk({
      ...PROVISION,
      managerPin: PIN,
    });
    let told = 0;
    settings.onChanged(() => {
      told += 1;
    });
    expect(
      await calls.saveSettings({ pin: PIN, settings: INPUT, revision: settings.changes }),
    ).toEqual({
      ok: true,
      value: null,
    });
    expect(told).toBe(1);
    for (const one of [settings, await reopened()]) {
      expect(one.locale).toBe('en');
      expect(one.provision).toEqual({
        ...INPUT,
        outcomes: PROVISION.outcomes,
        gateway: { ...INPUT.gateway, appSecret: SECRET, session: SESSION },
      });
      expect(await one.managerPin.verify(PIN)).toBe('ok');
    }
    expect(await auditLines()).toEqual(['settings.saved']);
  });

  test('a provisioning that the window asks about is taken over, or put off without the PIN', async () => {
    const { calls, settings, provisioning, auditLines } = await settingsDesk({
      ...PROVISION,
      managerPin: PIN,
    });
    const offer = { provision: { ...PROVISION, brandId: 'brand 2' }, isTrusted: false };
    await provisioning.offer(offer);
    const first = provisioning.question?.id ?? 0;
    expect(await calls.acceptProvision({ pin: '000000', question: first })).toEqual(wrongPin);
    expect(settings.provision?.brandId).toBe('brand');
    expect(await calls.declineProvision(null)).toEqual({ ok: true, value: null });
    expect(await calls.acceptProvision({ pin: PIN, question: first })).toMatchObject({ ok: false });
    expect(settings.provision?.brandId).toBe('brand');
    await provisioning.offer(offer);
    const question = provisioning.question?.id ?? 0;
    expect(question).not.toBe(first);
    expect(await calls.acceptProvision({ pin: PIN, question: first })).toMatchObject({ ok: false });
    expect(settings.provision?.brandId).toBe('brand');
    const answer = await calls.acceptProvision({ pin: PIN, question });
    expect(answer).toEqual({ ok: true, value: null });
    expect(settings.provision?.brandId).toBe('brand 2');
    expect(await auditLines()).toEqual(['pin.wrong', 'pin.right', 'provision.taken-over']);
  });

  test('a new PIN holds at once and at the next start, and the old one no more', async () => {
    const { calls, settings, auditLines, reopened } = await settingsDesk({
      ...PROVISION,
      managerPin: PIN,
    });
    await calls.changePin({ pin: PIN, newPin: '9753' });
    for (const one of [settings, await reopened()]) {
      expect(await one.managerPin.verify(PIN)).toBe('pin.wrong');
      expect(await one.managerPin.verify('9753')).toBe('ok');
    }
    expect((await auditLines()).slice(0, 2)).toEqual(['pin.set', 'pin.changed']);
  });

  test('a disk that refuses is told, and everything stays as it was', async () => {
    const { calls, settings, folder } = await settingsDesk({ ...PROVISION, managerPin: PIN });
    // The trail takes lines, so a PIN is tried; nothing is renamed over a folder.
    await rm(join(folder, 'settings.json'), { force: true });
    await mkdir(join(folder, 'settings.json'));
    const told: unknown[] = [];
    settings.onChanged(() => told.push(settings.provision?.shopId));
    // Windows says of it that nothing may be written there.
    const code = process.platform === 'win32' ? 'store.read-only' : 'store.failed';
    const failed = { ok: false, error: { code } };
    expect(
      await calls.saveSettings({ pin: PIN, settings: INPUT, revision: settings.changes }),
    ).toEqual(failed);
    expect(await calls.changePin({ pin: PIN, newPin: '9753' })).toEqual(failed);
    expect(settings.provision).toEqual(PROVISION);
    expect(settings.locale).toBe('zh-CN');
    expect(await settings.managerPin.verify(PIN)).toBe('ok');
    expect(told).toEqual([]);
  });

  test('where the folder itself is gone no PIN is tried, the right one no more than another: the first one after a start told which it was', async () => {
    for (const pin of ['1111', PIN]) {
      const { calls, settings, folder } = await settingsDesk({ ...PROVISION, managerPin: PIN });
      await rm(folder, { recursive: true });
      expect(
        await calls.saveSettings({ pin, settings: INPUT, revision: settings.changes }),
      ).toEqual({ ok: false, error: { code: 'audit.refused' } });
      expect(settings.provision).toEqual(PROVISION);
    }
  });
});
