import { rm } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Provision } from '../../app/settings/provision.ts';
import { GATEWAY, idOf, offeredTill, PIN, PROVISION } from '../../testing/tills/offeredTill.ts';

const formerly = [{ url: 'https://old.example.com/rest', appKey: '1' }];

/** Everything that nobody changes with a file alone, each on its own. */
const GUARDED: [string, Partial<Provision>][] = [
  ['brand', { brandId: 'brand 2' }],
  ['address', { gateway: { ...GATEWAY, url: 'https://other.example.com/rest' } }],
  ['app-key', { gateway: { ...GATEWAY, appKey: '2' } }],
  ['formerly', { gateway: { ...GATEWAY, formerly } }],
  ['secret', { gateway: { ...GATEWAY, appSecret: 'another' } }],
  ['queue-per', { queuePer: 'pc' }],
  ['pin', { managerPin: '1111' }],
];

describe('a till that has nothing yet', () => {
  test('takes over any provisioning, with its PIN', async () => {
    const { offer, settings, provisioning, entries } = await offeredTill(null);
    expect(await offer({ managerPin: PIN })).toBe('taken-over');
    expect(entries).toMatchObject([{ action: 'provision.taken-over', reason: 'first' }]);
    expect(settings.provision).toEqual(PROVISION);
    expect(await settings.managerPin.verify(PIN)).toBe('ok');
    expect(provisioning.question).toBeNull();
  });
});

describe('a till that has settings and a PIN', () => {
  test.each(GUARDED)('asks before it takes over another %s', async (part, parts) => {
    const { offer, settings, provisioning, entries } = await offeredTill({
      ...PROVISION,
      managerPin: PIN,
    });
    expect(await offer(parts)).toBe('asks');
    expect(settings.provision).toEqual(PROVISION);
    expect(await settings.managerPin.verify(PIN)).toBe('ok');
    expect(provisioning.question).toMatchObject({ changes: [{ part }], needs: 'pin' });
    expect(entries).toEqual([]);
  });

  test('takes it over by the manager’s word, with a line in the audit trail', async () => {
    const { offer, settings, provisioning, entries } = await offeredTill({
      ...PROVISION,
      managerPin: PIN,
    });
    await offer({ brandId: 'brand 2', managerPin: '1111' });
    expect(await provisioning.accept(idOf(provisioning))).toBe(true);
    expect(settings.provision?.brandId).toBe('brand 2');
    expect(await settings.managerPin.verify('1111')).toBe('ok');
    expect(provisioning.question).toBeNull();
    expect(entries).toMatchObject([{ action: 'provision.taken-over', reason: 'brand,pin' }]);
    expect(await provisioning.accept(idOf(provisioning))).toBe(false);
  });

  test('keeps what its proxy is told where a file says nothing of it, and takes it over without a word where one does', async () => {
    const proxy = { host: 'proxy.shop', username: 'till', password: 'made-up' };
    const { offer, settings, entries } = await offeredTill({
      ...PROVISION,
      proxy,
      managerPin: PIN,
    });
    expect(await offer({ shopId: 'shop 2' })).toBe('taken-over');
    expect(settings.provision?.proxy).toEqual(proxy);
    expect(await offer({ shopId: 'shop 2', proxy: { ...proxy, password: 'other' } })).toBe(
      'taken-over',
    );
    expect(settings.provision?.proxy?.password).toBe('other');
    expect(await offer({ shopId: 'shop 2', proxy: null })).toBe('taken-over');
    expect(settings.provision?.proxy).toBeNull();
    expect(JSON.stringify(entries)).not.toMatch(/made-up|proxy\.shop/);
  });

  test('has a line also of what needs nobody’s word, and none of the same file once more', async () => {
    const { offer, entries } = await offeredTill({ ...PROVISION, managerPin: PIN });
    expect(await offer({})).toBe('taken-over');
    expect(entries).toEqual([]);
    const gateway = { ...PROVISION.gateway, session: 'another' };
    expect(await offer({ shopId: 'shop 2', gateway })).toBe('taken-over');
    expect(entries).toMatchObject([{ action: 'provision.taken-over', reason: 'gateway,shopId' }]);
    await offer({ shopId: 'shop 2', gateway });
    expect(entries).toHaveLength(1);
  });

  test('changes nothing by the same file once more: neither the language nor what waits for other settings', async () => {
    const { offer, settings } = await offeredTill({
      ...PROVISION,
      locale: 'zh-CN',
      managerPin: PIN,
    });
    await settings.setLocale('en');
    const told: number[] = [];
    settings.onChanged(() => told.push(settings.revision));
    for (const managerPin of [undefined, PIN])
      expect(await offer({ locale: 'zh-CN', ...(managerPin && { managerPin }) })).toBe(
        'taken-over',
      );
    expect([told, settings.locale]).toEqual([[], 'en']);
  });

  test.each<[string, Partial<Provision>]>([
    ['session', { gateway: { ...GATEWAY, session: 'another' } }],
    ['shop', { shopId: 'shop 2' }],
    ['list of operators', { operators: [{ id: '2', name: 'Two' }] }],
    ['pace', { pace: { callsPerMinute: 3 } }],
  ])('takes over another %s at once, and writes it down', async (_, parts) => {
    const { offer, settings, entries } = await offeredTill({ ...PROVISION, managerPin: PIN });
    expect(await offer(parts)).toBe('taken-over');
    expect(settings.provision).toEqual({ ...PROVISION, ...parts });
    expect(entries).toMatchObject([
      { action: 'provision.taken-over', reason: Object.keys(parts)[0] },
    ]);
  });

  test.each(GUARDED)(
    'takes over another %s at once from where only an administrator writes',
    async (part, parts) => {
      const { offer, provisioning, entries } = await offeredTill({ ...PROVISION, managerPin: PIN });
      expect(await offer(parts, true)).toBe('taken-over');
      expect(provisioning.question).toBeNull();
      expect(entries).toMatchObject([{ action: 'provision.taken-over', reason: part }]);
    },
  );

  test('judges one file after the other: the second by what the first has made of the settings', async () => {
    const { offer, settings } = await offeredTill({ ...PROVISION, managerPin: PIN });
    const both = [offer({ brandId: 'brand 2', managerPin: PIN }), offer({ brandId: 'brand 2' })];
    expect(await Promise.all(both)).toEqual(['taken-over', 'taken-over']);
    expect(settings.provision?.brandId).toBe('brand 2');
  });

  test('judges the next file also after one that could not be taken over', async () => {
    const { folder, offer } = await offeredTill({ ...PROVISION, managerPin: PIN });
    await rm(folder, { recursive: true });
    await expect(offer({ shopId: 'shop 2' })).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await offer({ brandId: 'brand 2' })).toBe('asks');
  });
});

describe('a till without a PIN', () => {
  test.each(GUARDED)('refuses another %s, and says whom it takes', async (part, parts) => {
    const { offer, settings, provisioning } = await offeredTill(PROVISION);
    expect(await offer(parts)).toBe('refused');
    expect(provisioning.question).toMatchObject({ changes: [{ part }], needs: 'administrator' });
    expect(settings.provision).toEqual(PROVISION);
    expect(settings.managerPin.isSet).toBe(false);
  });

  test('gets its first PIN from where only an administrator writes', async () => {
    const { offer, settings } = await offeredTill(PROVISION);
    expect(await offer({ managerPin: PIN }, true)).toBe('taken-over');
    expect(await settings.managerPin.verify(PIN)).toBe('ok');
  });
});
