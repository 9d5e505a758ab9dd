import type { AuditTrail } from '../audit/auditTrail.ts';
import { carriedEntry, leftEntry } from '../audit/trailNews.ts';
import { isDone } from '../files/isDone.ts';
import type { SettingsStore } from '../settings/settingsStore.ts';
import type { AsideFolder } from '../vault/asideFolders.ts';
import type { TheirSettings } from './readAside.ts';

interface TakeInSettingsOptions {
  settings: SettingsStore;
  audit: Pick<AuditTrail, 'record'>;
}

/** Who and where this till was, where it does not know it yet; false where that, or its line, cannot be written. */
export async function takeInSettings(
  { name }: Pick<AsideFolder, 'name'>,
  theirs: TheirSettings,
  { settings, audit }: TakeInSettingsOptions,
): Promise<boolean> {
  const { news, isUnsure, trailHash } = theirs;
  // Settings that are gone are damage: only the PIN of before or an administrator brings others (`docs/settings.md`).
  if (settings.provision !== null || settings.isLost) return true;
  // First: what the trail of then had to tell, nobody would look for in a folder.
  if (!(await audit.record(carriedEntry(name, trailHash(), news)))) return false;
  // That they come along is nobody's word: the new trail says so, over all starts.
  const unsure = { action: 'settings.unsure', operatorId: null, slip: null } as const;
  if (isUnsure && !(await audit.record(unsure))) return false;
  // Those that were judged: by now others may lie in the folder, or none.
  if (!(await isDone(settings.goOnAs(theirs, news.tries)))) return false;
  if (isUnsure) settings.doubt();
  return true;
}

/** It does not vouch for its settings, so nothing of it counts here: only that it was there, once. */
export async function noteTrail(
  { name }: Pick<AsideFolder, 'name'>,
  { trailHash }: Pick<TheirSettings, 'trailHash'>,
  audit: Pick<AuditTrail, 'owe' | 'trailsAside'>,
): Promise<void> {
  if (!audit.trailsAside.has(name)) await audit.owe(leftEntry(name, trailHash()));
}
