import { expect, test } from 'vitest';
import { freshFolder, OPERATOR, PROVISION, startTill } from '../../testing/tills/openedTill.ts';

const { managerPin: _, ...SILENT } = PROVISION;
const OTHER = { ...SILENT, gateway: { ...SILENT.gateway, url: 'https://other.example.com/rest' } };

const typed = {
  gateway: { ...SILENT.gateway, session: '', signMethod: 'md5' as const },
  brandId: 'brand',
  shopId: 'shop',
  operators: [{ id: OPERATOR, name: 'One' }],
  locale: 'en' as const,
};

/** A till without settings whose key is older than this start: before the first ones it makes another, which takes a while. */
async function withoutSettings() {
  const folder = await freshFolder();
  await (await startTill(folder, { offer: null })).stop();
  return startTill(folder, { offer: null });
}

test('a file that comes while the wizard’s settings are being stored needs the PIN that they have set', async () => {
  const { till, calls } = await withoutSettings();
  const settingUp = calls.setUp({ settings: typed, managerPin: '1357' });
  expect(await till.provisioning.offer({ provision: OTHER, isTrusted: false })).toBe('asks');
  expect(await settingUp).toMatchObject({ ok: true });
  expect(till.settings.provision?.gateway.url).toBe(SILENT.gateway.url);
});

test('a file that comes once the till is closed, but not yet gone, is not taken over: nothing could tell of it', async () => {
  const { till, stop } = await startTill(await freshFolder());
  await stop();
  expect(await till.provisioning.offer({ provision: OTHER, isTrusted: true })).toBe('closing');
  expect(till.settings.provision?.gateway.url).toBe(SILENT.gateway.url);
});

test('the wizard is refused while the first file is being taken over', async () => {
  const { till, calls } = await withoutSettings();
  const reception = till.provisioning.offer({ provision: PROVISION, isTrusted: true });
  await new Promise((resolve) => setImmediate(resolve));
  const said = await calls.setUp({ settings: typed, managerPin: '0000' });
  expect(await reception).toBe('taken-over');
  expect(said).toMatchObject({ ok: false, error: { code: 'request.refused' } });
  expect(await till.settings.managerPin.verify('0000')).toBe('pin.wrong');
});
