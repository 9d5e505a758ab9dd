import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { openTrail } from '../../testing/tills/auditHarness.ts';
import { freshFolder, OPERATOR, PROVISION } from '../../testing/tills/openedTill.ts';
import { Vault } from '../vault/vault.ts';
import { Provisioning } from './provisioning.ts';
import { SettingsStore } from './settingsStore.ts';

const { managerPin: _none, ...provision } = PROVISION;

/** A till that is set up, and whoever hands it files without the PIN. */
async function aTill() {
  const folder = await freshFolder();
  const clock = new VirtualClock();
  // A hundredth of the real sizes: there it took 9,000 files and 100 s.
  const audit = await openTrail(folder, {
    sizes: { manager: { bytes: 5_000, files: 4 }, cashier: { bytes: 2_500, files: 4 } },
  });
  const settings = new SettingsStore(folder, new Vault(Buffer.alloc(32, 7)), clock, audit);
  await settings.load();
  await settings.provisionWith(PROVISION);
  const provisioning = new Provisioning(settings, audit, clock);
  const offer = (parts: Partial<typeof provision>) =>
    provisioning.offer({ provision: { ...provision, ...parts }, isTrusted: false });
  const reasons = async () =>
    (await audit.read()).lines
      .filter(({ action }) => action === 'provision.taken-over')
      .map(({ reason }) => reason);
  return { clock, audit, provisioning, offer, reasons };
}

test('files that need nobody’s word push no line about the manager out of the trail', async () => {
  const { audit, offer } = await aTill();
  await audit.record({ action: 'save.discarded', operatorId: OPERATOR, slip: 'S-0001' });
  for (let turn = 0; turn < 200; turn += 1)
    expect(await offer({ shopId: `${turn}` })).toBe('taken-over');
  const { lines, findings } = await audit.read();
  await audit.close();
  expect(findings).toEqual([]);
  expect(lines.map(({ action }) => action)).toContain('save.discarded');
});

test('the first of them has its line at once, and what follows within a minute one with all its parts', async () => {
  const { clock, audit, offer, reasons } = await aTill();
  await offer({ shopId: '1' });
  expect(await reasons()).toEqual(['shopId']);
  await offer({ shopId: '2' });
  await offer({ shopId: '2', lockAfterMinutes: 3 });
  await clock.pass(59_000);
  expect(await reasons()).toEqual(['shopId']);
  await clock.pass(1_000);
  await offer({ shopId: '3', lockAfterMinutes: 3 });
  expect(await reasons()).toEqual(['shopId', 'lockAfterMinutes,shopId']);
  await clock.pass(3 * 60_000);
  expect(await reasons()).toEqual(['shopId', 'lockAfterMinutes,shopId', 'shopId']);
  await clock.pass(3 * 60_000);
  await offer({ shopId: '4', lockAfterMinutes: 3 });
  expect(await reasons()).toHaveLength(4);
  await audit.close();
});

test('a till that stops within the minute writes the line first; the manager’s files wait for nothing', async () => {
  const { audit, provisioning, offer, reasons } = await aTill();
  await offer({ shopId: '1' });
  await offer({ shopId: '2' });
  await provisioning.offer({ provision: { ...provision, brandId: 'b' }, isTrusted: true });
  expect(await reasons()).toEqual(['shopId', 'brand']);
  await provisioning.stop();
  expect(await reasons()).toEqual(['shopId', 'brand', 'shopId']);
  await audit.close();
});
