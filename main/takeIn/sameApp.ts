import type { SettingsStore } from '../settings/settingsStore.ts';
import type { TheirSettings } from './readAside.ts';

/**
 * Whoever has begun a new queue may have done so without the PIN of then, and has one of his own now, with which he could
 * send elsewhere, or export, whatever is taken in. Who knows the app's secret has nothing to gain by that.
 */
export function isOfTheSameApp(
  theirs: TheirSettings | null,
  settings: Pick<SettingsStore, 'provision' | 'isLost' | 'tillId' | 'managerPin'>,
): boolean {
  const { provision, isLost } = settings;
  if (theirs === null) return false;
  // Earlier ones may have been put there, of a secret or a PIN that somebody has known.
  if (!theirs.isLast) return false;
  // Then they come along, with the PIN of then.
  if (provision === null) return !isLost;
  // Of a secret that somebody has known, for which no trail vouches.
  if (theirs.isUnsure) return false;
  if (isUnderOtherPin(theirs, settings)) return false;
  const [own, other] = [provision.gateway, theirs.provision.gateway];
  return own.appKey === other.appKey && own.appSecret === other.appSecret;
}

/**
 * An earlier copy of the same till, whose PIN was another one, has the secret in it as well: whoever knows that PIN, and
 * puts the files of now beside it, would read with it what was saved since.
 */
function isUnderOtherPin(
  { tillId, pin }: TheirSettings,
  { tillId: own, managerPin: { record } }: Pick<SettingsStore, 'tillId' | 'managerPin'>,
): boolean {
  if (tillId !== own || record === null) return false;
  return pin === null || (pin.salt !== record.salt && pin.salt !== record.cameWith);
}
