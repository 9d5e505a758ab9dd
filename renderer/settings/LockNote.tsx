import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type LockedSettings,
  NOTHING_LOCKED,
  type SettingsSource,
} from '../../app/settings/lockedSettings.ts';
import { Icon } from '../icons/Icon.tsx';
import './locked.css';

/** What of the settings on the screen nobody changes here. */
export const SettingLocks = createContext<LockedSettings>(NOTHING_LOCKED);

/** Who has decided about the field of that name, or null where it may be changed. An operator's are those of the list. */
export function useLock(name: string): SettingsSource | null {
  const { sources } = useContext(SettingLocks);
  const setting = Object.keys(sources).find((one) => name === one || name.startsWith(`${one}.`));
  return sources[setting as keyof typeof sources] ?? null;
}

/** Why a field cannot be changed, in the place of its message. */
export function LockNote({ id, source }: { id: string; source: SettingsSource }) {
  const { t } = useTranslation();
  return (
    <p className="field-locked" id={id} data-testid={id}>
      <Icon name="lock" /> {t(`settings.locked.${source}`)}
    </p>
  );
}
