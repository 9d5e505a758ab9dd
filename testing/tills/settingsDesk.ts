import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Provision } from '../../app/settings/provision.ts';
import type { SettingsInput } from '../../app/settings/settingsInput.ts';
import { createSettingsHandlers } from '../../main/ipc/settingsHandlers.ts';
import { type MachineSettings, NO_MACHINE_SETTINGS } from '../../main/settings/machineSettings.ts';
import { Provisioning } from '../../main/settings/provisioning.ts';
import { SettingLocks } from '../../main/settings/settingLocks.ts';
import { SettingsStore } from '../../main/settings/settingsStore.ts';
import type { Till } from '../../main/till.ts';
import { Vault } from '../../main/vault/vault.ts';
import { VirtualClock } from '../doubles/virtualClock.ts';
import { openTrail } from './auditHarness.ts';
import { freshFolder } from './openedTill.ts';

export const SECRET = 'first-secret-not-real';
export const SESSION = 'first-session-not-real';
export const PIN = '246813';
const vault = new Vault(Buffer.alloc(32, 7));

export const PROVISION: Provision = {
  gateway: { url: 'https://gw.example.com/rest', appKey: '1', appSecret: SECRET, session: SESSION },
  brandId: 'brand',
  shopId: 'shop',
  operators: [{ id: '1', name: 'One' }],
  outcomes: [{ code: '77', class: 'later', source: 'the chain' }],
};

/** For the same gateway and key, whose secrets may stay. */
export const INPUT: SettingsInput = {
  gateway: {
    url: 'https://gw.example.com/rest',
    appKey: '1',
    appSecret: null,
    session: null,
    signMethod: 'md5',
  },
  brandId: 'brand 2',
  shopId: 'shop 2',
  operators: [{ id: '2', name: 'Two' }],
  locale: 'en',
};

/** The calls of the manager's settings, on a real folder; null: nothing is set up. `machine`: what is locked. */
export async function settingsDesk(
  provision: Provision | null,
  machine: MachineSettings = NO_MACHINE_SETTINGS,
) {
  const folder = await freshFolder();
  const head = join(folder, 'audit.head');
  const clock = new VirtualClock();
  const audit = await openTrail(folder, { headPlaces: [head, head] });
  onTestFinished(() => audit.close());
  const settings = new SettingsStore(folder, vault, clock, audit);
  await settings.load();
  if (provision !== null) await settings.provisionWith(provision);
  const tested: Provision['gateway'][] = [];
  const report = { passed: true, steps: [], code: '40', clockOffset: 0 };
  const provisioning = new Provisioning(settings, audit);
  const till = {
    settings,
    provisioning,
    locks: new SettingLocks(machine),
    audit,
    testConnection: async (account: Provision['gateway']) => {
      tested.push(account);
      return report;
    },
  } as unknown as Till;
  const before = (await audit.read()).lines.length;
  const auditLines = async () =>
    (await audit.read()).lines.slice(before).map(({ action }) => action);
  const calls = createSettingsHandlers(till, () => null);
  /** The settings as the next start has them. */
  const reopened = async () => {
    const again = new SettingsStore(folder, vault, new VirtualClock());
    await again.load();
    return again;
  };
  return { folder, settings, provisioning, tested, calls, auditLines, reopened };
}

export const wrongPin = {
  ok: false,
  error: { code: 'pin.wrong', triesLeft: expect.any(Number) as number },
};
