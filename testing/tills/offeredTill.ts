import type { Provision } from '../../app/settings/provision.ts';
import type { AuditEntry } from '../../main/audit/auditEntry.ts';
import { type MachineSettings, NO_MACHINE_SETTINGS } from '../../main/settings/machineSettings.ts';
import { Provisioning } from '../../main/settings/provisioning.ts';
import { SettingLocks } from '../../main/settings/settingLocks.ts';
import { SettingsStore } from '../../main/settings/settingsStore.ts';
import { Vault } from '../../main/vault/vault.ts';
import { VirtualClock } from '../doubles/virtualClock.ts';
import { freshFolder } from './openedTill.ts';

export const PIN = '246813';
export const GATEWAY = { url: 'https://gw.example.com/rest', appKey: '1', appSecret: 'not-real' };
export const PROVISION: Provision = {
  gateway: GATEWAY,
  brandId: 'brand',
  shopId: 'shop',
  operators: [{ id: '1', name: 'One' }],
};

/** The number of the question that is asked. */
export const idOf = ({ question }: Provisioning) => question?.id ?? 0;

/** What files are offered to, on a real folder; null: nothing is set up. `machine`: what is locked. */
export async function offeredTill(
  provision: Provision | null,
  machine: MachineSettings = NO_MACHINE_SETTINGS,
) {
  const folder = await freshFolder();
  const clock = new VirtualClock();
  const settings = new SettingsStore(folder, new Vault(Buffer.alloc(32, 7)), clock);
  await settings.load();
  if (provision !== null) await settings.provisionWith(provision);
  const entries: AuditEntry[] = [];
  const owe = async (entry: AuditEntry) => void entries.push(entry);
  const locks = new SettingLocks(machine);
  const provisioning = new Provisioning(settings, { owe }, clock, undefined, locks);
  const offer = (parts: Partial<Provision>, isTrusted = false) =>
    provisioning.offer({ provision: { ...PROVISION, ...parts }, isTrusted });
  return { folder, settings, provisioning, offer, entries, clock, locks };
}
