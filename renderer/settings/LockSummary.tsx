import type { TFunction } from 'i18next';
import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingName } from '../../app/settings/partialProvision.ts';
import { visibleText } from '../i18n/visibleText.ts';
import { Icon } from '../icons/Icon.tsx';
import { takenOverParts } from '../queue/takenOverParts.ts';
import { SettingLocks } from './LockNote.tsx';

/**
 * That some settings are locked, where the file lies, and which of them have no field here; nothing where none is.
 * `fields`: those that have one, which says so itself.
 */
export function LockSummary({ fields }: { fields: readonly SettingName[] }) {
  const { t } = useTranslation();
  const { sources, file } = useContext(SettingLocks);
  const names = Object.keys(sources) as SettingName[];
  if (names.length === 0) return null;
  return (
    <div className="settings-locked" data-testid="settings-locked">
      <p className="settings-locked-title">
        <Icon name="lock" /> {t('settings.locked.title')}
      </p>
      {file !== null && <p>{t('settings.locked.file', { file: visibleText(file) })}</p>}
      {othersWords(t, names, fields)}
    </div>
  );
}

function othersWords(t: TFunction, names: readonly SettingName[], fields: readonly SettingName[]) {
  const others = names.filter((name) => !fields.includes(name) && name !== 'managerPin');
  if (others.length === 0) return null;
  return <p>{t('settings.locked.others', { names: takenOverParts(t, others.join()) })}</p>;
}
