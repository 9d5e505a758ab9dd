import { describe, expect, test } from 'vitest';
import { GATEWAY, idOf, offeredTill, PIN, PROVISION } from '../../testing/tills/offeredTill.ts';

const machine = {
  policy: { gateway: { url: GATEWAY.url, appKey: GATEWAY.appKey } },
  file: null,
  mistakes: [],
};

/** A till whose window asks about another brand, and what the manager has done since. */
async function askedTill() {
  const till = await offeredTill({ ...PROVISION, managerPin: PIN }, machine);
  const gateway = { ...GATEWAY, url: 'https://other.example.com/rest', appSecret: 'of the other' };
  expect(await till.offer({ brandId: 'brand 2', gateway })).toBe('asks');
  return { ...till, shown: idOf(till.provisioning) };
}
const NEW_SECRET = {
  ...PROVISION,
  gateway: { ...GATEWAY, appSecret: 'the new one' },
  operators: [...PROVISION.operators, { id: '7', name: 'Seven' }],
};

describe('a question about a file', () => {
  test('that was answered after somebody had saved other settings undoes none of them, and is asked anew', async () => {
    const { settings, provisioning, shown, entries } = await askedTill();
    const told: unknown[] = [];
    provisioning.onQuestion(() => told.push(provisioning.question?.id));
    await settings.provisionWith(NEW_SECRET);
    expect(await provisioning.accept(shown)).toBe(false);
    expect(settings.provision).toEqual(NEW_SECRET);
    expect(entries).toEqual([]);
    expect(told).toEqual([idOf(provisioning)]);
    expect(idOf(provisioning)).not.toBe(shown);
  });

  test('is answered then by what it is over those settings: a secret that is locked to its address is the new one', async () => {
    const { settings, provisioning, shown } = await askedTill();
    await settings.provisionWith(NEW_SECRET);
    await provisioning.accept(shown);
    expect(provisioning.question?.changes).toEqual([
      { part: 'brand', from: 'brand', to: 'brand 2' },
    ]);
    expect(await provisioning.accept(idOf(provisioning))).toBe(true);
    expect(settings.provision).toMatchObject({ brandId: 'brand 2', gateway: NEW_SECRET.gateway });
  });

  test('shows what else it would change by then', async () => {
    const { offer, settings, provisioning } = await offeredTill({ ...PROVISION, managerPin: PIN });
    await offer({ brandId: 'brand 2' });
    await settings.provisionWith(NEW_SECRET);
    expect(await provisioning.accept(idOf(provisioning))).toBe(false);
    expect(provisioning.question?.changes.map(({ part }) => part)).toEqual(['brand', 'secret']);
  });

  test('undoes no PIN that was set since either', async () => {
    const { offer, settings, provisioning } = await offeredTill({ ...PROVISION, managerPin: PIN });
    await offer({ managerPin: '1111' });
    const shown = idOf(provisioning);
    await settings.managerPin.set('2222');
    expect(await provisioning.accept(shown)).toBe(false);
    expect(await settings.managerPin.verify('2222')).toBe('ok');
    expect(await provisioning.accept(idOf(provisioning))).toBe(true);
    expect(await settings.managerPin.verify('1111')).toBe('ok');
  });

  test('waits for settings that are just being saved', async () => {
    const { settings, provisioning, shown } = await askedTill();
    const saving = settings.provisionWith(NEW_SECRET);
    expect(await provisioning.accept(shown)).toBe(false);
    await saving;
    expect(settings.provision).toEqual(NEW_SECRET);
  });

  test('is no other one by a wrong PIN or another language', async () => {
    const { settings, provisioning, shown } = await askedTill();
    await settings.managerPin.verify('9999');
    await settings.setLocale('en');
    expect(await provisioning.accept(shown)).toBe(true);
    expect(settings.provision?.brandId).toBe('brand 2');
  });
});
