import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Provision } from '../../app/settings/provision.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import type { AuditEntry } from '../audit/auditEntry.ts';
import { Vault } from '../vault/vault.ts';
import { Provisioning } from './provisioning.ts';
import { SettingsStore } from './settingsStore.ts';

const PIN = '246813';
const PROVISION: Provision = {
  gateway: { url: 'https://gw.example.com/rest', appKey: '1', appSecret: 'not-real' },
  brandId: 'brand',
  shopId: 'shop',
  operators: [{ id: '1', name: 'One' }],
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-lost-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function start() {
  const settings = new SettingsStore(folder, new Vault(Buffer.alloc(32, 7)), new VirtualClock());
  await settings.load();
  return settings;
}

/** A till that had these settings, with the files that somebody offers it now. */
async function lose(pin: { managerPin?: string }) {
  await (await start()).provisionWith({ ...PROVISION, ...pin });
  await rm(join(folder, 'settings.json'));
  const settings = await start();
  const entries: AuditEntry[] = [];
  const owe = async (entry: AuditEntry) => void entries.push(entry);
  const provisioning = new Provisioning(settings, { owe });
  const offer = (parts: Partial<Provision>, isTrusted = false) =>
    provisioning.offer({ provision: { ...PROVISION, ...parts }, isTrusted });
  return { settings, provisioning, offer, entries };
}

describe('a till whose settings are gone', () => {
  test('takes no file without the PIN of before, and asks for it', async () => {
    const { offer, settings, provisioning, entries } = await lose({ managerPin: PIN });
    expect(await offer({})).toBe('asks');
    expect(await offer({ managerPin: '1111' })).toBe('asks');
    expect(settings.provision).toBeNull();
    expect(provisioning.question).toMatchObject({
      changes: [
        { part: 'brand', from: '' },
        { part: 'address' },
        { part: 'app-key' },
        { part: 'secret' },
        { part: 'pin' },
      ],
      leavesBehind: false,
      needs: 'pin',
    });
    expect(entries).toEqual([]);
    await offer({});
    expect(await provisioning.accept(provisioning.question?.id ?? 0)).toBe(true);
    expect(settings.provision).toEqual(PROVISION);
    expect(await settings.managerPin.verify(PIN)).toBe('ok');
    expect(entries).toMatchObject([
      { action: 'provision.taken-over', reason: 'brand,address,app-key,secret' },
    ]);
  });

  test('takes a file with that PIN in it', async () => {
    const { offer, settings } = await lose({ managerPin: PIN });
    expect(await offer({ managerPin: PIN })).toBe('taken-over');
    expect(settings.isLost).toBe(false);
  });

  test('takes one from where only an administrator writes, also where it never had a PIN', async () => {
    const { offer, settings, provisioning } = await lose({});
    expect(await offer({ managerPin: PIN })).toBe('refused');
    expect(provisioning.question).toMatchObject({ needs: 'administrator' });
    expect(await offer({ managerPin: PIN }, true)).toBe('taken-over');
    expect(await settings.managerPin.verify(PIN)).toBe('ok');
  });
});
