import type { TillView } from '../../app/ipc/bridge.ts';
import { DEFAULT_LOCK_AFTER_MINUTES } from '../../app/settings/provision.ts';
import type { SettingsStore } from '../settings/settingsStore.ts';

/** What the page may know of the till. */
export function describeTill(
  { provision, locale, isSoundOn }: SettingsStore,
  appVersion: string,
): TillView {
  return {
    provisioned: provision !== null,
    brandId: provision?.brandId ?? '',
    shopId: provision?.shopId ?? '',
    operators: provision?.operators ?? [],
    notice: provision?.notice ?? null,
    lockAfterMinutes: provision?.lockAfterMinutes ?? DEFAULT_LOCK_AFTER_MINUTES,
    locale,
    isSoundOn,
    appVersion,
  };
}
