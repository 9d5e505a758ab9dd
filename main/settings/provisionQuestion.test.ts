import { rm } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Provision } from '../../app/settings/provision.ts';
import { GATEWAY, idOf, offeredTill, PIN, PROVISION } from '../../testing/tills/offeredTill.ts';

describe('a till that has settings and a PIN', () => {
  test('gives the manager’s word to the file that was shown, not to one that has come since', async () => {
    const { offer, settings, provisioning } = await offeredTill({ ...PROVISION, managerPin: PIN });
    await offer({ brandId: 'brand 2' });
    const shown = idOf(provisioning);
    const swapped = offer({ gateway: { ...GATEWAY, url: 'https://other.example.com/rest' } });
    const accepted = provisioning.accept(shown);
    await swapped;
    expect(await accepted).toBe(false);
    expect(settings.provision).toEqual(PROVISION);
    expect(await provisioning.accept(idOf(provisioning))).toBe(true);
    expect(settings.provision?.gateway.url).toBe('https://other.example.com/rest');
  });

  test('forgets it when it is put off', async () => {
    const { offer, settings, provisioning } = await offeredTill({ ...PROVISION, managerPin: PIN });
    await offer({ brandId: 'brand 2' });
    provisioning.decline();
    expect(provisioning.question).toBeNull();
    expect(await provisioning.accept(idOf(provisioning))).toBe(false);
    expect(settings.provision).toEqual(PROVISION);
  });

  test('asks about the newest file, and only about what would still change', async () => {
    const { offer, settings, provisioning } = await offeredTill({ ...PROVISION, managerPin: PIN });
    await offer({ brandId: 'brand 2' });
    await offer({ brandId: 'brand 3' });
    expect(provisioning.question?.changes).toEqual([
      { part: 'brand', from: 'brand', to: 'brand 3' },
    ]);
    await settings.provisionWith({ ...PROVISION, brandId: 'brand 3' });
    expect(provisioning.question).toBeNull();
  });

  test('says whether what waits would stay: not where only the path is another, or the present app is named as a former one', async () => {
    const { offer, provisioning } = await offeredTill({ ...PROVISION, managerPin: PIN });
    const { url, appKey } = PROVISION.gateway;
    const moved = { ...PROVISION.gateway, url: 'https://other.example.com/' };
    const asked = async (change: Partial<Provision>) => {
      await offer(change);
      return provisioning.question?.leavesBehind;
    };
    expect(await asked({ gateway: moved })).toBe(true);
    expect(await asked({ brandId: 'brand 2' })).toBe(true);
    expect(await asked({ gateway: { ...moved, formerly: [{ url, appKey }] } })).toBe(false);
    const otherPath = { ...PROVISION.gateway, url: `${new URL(url).origin}/another/path` };
    expect(await asked({ gateway: otherPath })).toBe(false);
  });

  test('tells whoever shows the question when there is one, another one, and none any more', async () => {
    const { offer, provisioning } = await offeredTill({ ...PROVISION, managerPin: PIN });
    const told: (string | undefined)[] = [];
    provisioning.onQuestion(() => told.push(provisioning.question?.changes[0]?.to));
    await offer({ shopId: 'shop 2' });
    provisioning.decline();
    expect(told, 'nothing was asked').toEqual([]);
    await offer({ brandId: 'brand 2' });
    await offer({ brandId: 'brand 3' });
    provisioning.decline();
    provisioning.decline();
    expect(told).toEqual(['brand 2', 'brand 3', undefined]);
  });

  test('asks no more once a file was taken over that leaves nothing to ask', async () => {
    const { offer, provisioning } = await offeredTill({ ...PROVISION, managerPin: PIN });
    await offer({ brandId: 'brand 2' });
    await offer({});
    expect(provisioning.question).toBeNull();
    expect(await provisioning.accept(1)).toBe(false);
  });

  test('never shows a secret or a PIN', async () => {
    const { offer, provisioning } = await offeredTill({ ...PROVISION, managerPin: PIN });
    const gateway = {
      url: 'https://other.example.com/',
      appKey: '2',
      appSecret: 'sss',
      session: 'ttt',
    };
    await offer({ gateway, managerPin: '9753' });
    expect(JSON.stringify(provisioning.question)).not.toMatch(/sss|ttt|9753|not-real/);
  });

  test('keeps asking where the disk refuses what the manager has agreed to', async () => {
    const { folder, offer, settings, provisioning } = await offeredTill({
      ...PROVISION,
      managerPin: PIN,
    });
    await offer({ brandId: 'brand 2' });
    await rm(folder, { recursive: true });
    await expect(provisioning.accept(idOf(provisioning))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(settings.provision).toEqual(PROVISION);
    expect(provisioning.question).not.toBeNull();
  });
});
