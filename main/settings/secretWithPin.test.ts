import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  freshFolder,
  keyStore,
  OPERATOR,
  PIN,
  PROVISION,
  startTill,
} from '../../testing/tills/openedTill.ts';
import { DataKeys } from '../vault/dataKeys.ts';
import { wrappersOf } from '../vault/keyWrappers.ts';
import { openSettings } from './settingsFile.ts';

const { managerPin: _, ...SILENT } = PROVISION;
const OTHER = { ...SILENT.gateway, appSecret: 'another' };

/** A till with these settings whose key is older than its start. */
async function started(provision: typeof SILENT) {
  const folder = await freshFolder();
  const offer = { provision, isTrusted: true };
  await (await startTill(folder, { offer })).stop();
  return { folder, ...(await startTill(folder, { offer: null })) };
}

test.each([
  ['alone', SILENT.gateway],
  ['with another secret', OTHER],
])(
  'a first PIN begins a new key, %s: whoever has kept a copy from before knows none that opens the settings',
  async (_, gateway) => {
    const { till, lines } = await started(SILENT);
    const provision = { ...SILENT, gateway, managerPin: PIN };
    expect(await till.provisioning.offer({ provision, isTrusted: true })).toBe('taken-over');
    const replaced = (await lines()).filter(({ action }) => action === 'key.replaced');
    expect(replaced).toMatchObject([{ reason: 'pin' }]);
  },
);

test('the first settings of a till bring their PIN under the key that it has', async () => {
  const { lines } = await startTill(await freshFolder());
  expect((await lines()).map(({ action }) => action)).not.toContain('key.replaced');
});

test('a secret that comes with another PIN is never written under the key of before', async () => {
  const { folder, till, calls } = await started(PROVISION);
  const before = (await DataKeys.read(folder, wrappersOf(keyStore)))?.keys.vault();
  const copy = `${folder}-copy.json`;
  let written: Promise<unknown> | null = null;
  till.rotation.onChanged(() => {
    written ??= calls.setSound({ isOn: false }).then(() => cp(join(folder, 'settings.json'), copy));
  });
  const provision = { ...SILENT, gateway: OTHER, managerPin: '97531' };
  await till.provisioning.offer({ provision, isTrusted: true });
  await written;
  await till.rotation.goOn();
  const { content } = openSettings(
    before as NonNullable<typeof before>,
    await readFile(copy, 'utf8'),
  );
  expect(content?.provision?.gateway.appSecret ?? null).not.toBe('another');
  expect(till.settings.provision?.gateway.appSecret).toBe('another');
});

test('a file that comes while the wizard looks at the PIN of lost settings is not overwritten by it', async () => {
  const { folder, stop } = await started(PROVISION);
  await stop();
  await rm(join(folder, 'settings.json'));
  const { till, calls } = await startTill(folder, { offer: null });
  expect(till.settings.isLost).toBe(true);
  const typed = {
    gateway: {
      ...SILENT.gateway,
      url: 'https://typed.example.com/rest',
      session: '',
      signMethod: 'md5' as const,
    },
    brandId: 'brand',
    shopId: 'shop',
    operators: [{ id: OPERATOR, name: 'One' }],
    locale: 'en' as const,
  };
  const settingUp = calls.setUp({ settings: typed, managerPin: PIN });
  const offered = till.provisioning.offer({ provision: SILENT, isTrusted: true });
  expect(await offered).toBe('taken-over');
  expect(await settingUp).toMatchObject({ ok: false, error: { code: 'request.refused' } });
  expect(till.settings.provision?.gateway.url).toBe(SILENT.gateway.url);
});
