import type { AuditTrail } from '../audit/auditTrail.ts';
import { carriedEntry, leftEntry } from '../audit/trailNews.ts';
import type { Clock } from '../clock/clock.ts';
import { isDone } from '../files/isDone.ts';
import { SettingsStore } from '../settings/settingsStore.ts';
import type { AsideFolder } from '../vault/asideFolders.ts';
import type { Vault } from '../vault/vault.ts';
import type { TheirSettings } from './readAside.ts';
import { trailHash } from './trailHash.ts';

interface TakeInSettingsOptions {
  settings: SettingsStore;
  audit: Pick<AuditTrail, 'record'>;
  clock: Clock;
}

/** Who and where this till was, where it does not know it yet; false where that, or its line, cannot be written. */
export async function takeInSettings(
  { name, path }: AsideFolder,
  vault: Vault,
  { news, isUnsure }: TheirSettings,
  { settings, audit, clock }: TakeInSettingsOptions,
): Promise<boolean> {
  // Settings that are gone are damage: only the PIN of before or an administrator brings others (`docs/settings.md`).
  if (settings.provision !== null || settings.isLost) return true;
  // First: what the trail of then had to tell, nobody would look for in a folder.
  if (!(await audit.record(carriedEntry(name, await trailHash(path), news)))) return false;
  // That they come along is nobody's word: the new trail says so, over all starts.
  const unsure = { action: 'settings.unsure', operatorId: null, slip: null } as const;
  if (isUnsure && !(await audit.record(unsure))) return false;
  const former = new SettingsStore(path, vault, clock);
  return isDone(
    former.load().then(async () => {
      if (former.provision === null) return;
      await settings.goOnAs(former, news.tries);
      if (isUnsure) settings.doubt();
    }),
  );
}

/** It does not vouch for its settings, so nothing of it counts here: only that it was there, once. */
export async function noteTrail(
  { name, path }: AsideFolder,
  audit: Pick<AuditTrail, 'owe' | 'trailsAside'>,
): Promise<void> {
  if (!audit.trailsAside.has(name)) await audit.owe(leftEntry(name, await trailHash(path)));
}
