import type { TFunction } from 'i18next';
import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { ON_THE_SCREEN } from '../../app/settings/lockedSettings.ts';
import type { SettingName } from '../../app/settings/partialProvision.ts';
import { visibleText } from '../i18n/visibleText.ts';
import { Icon } from '../icons/Icon.tsx';
import { takenOverParts } from '../queue/takenOverParts.ts';
import { SettingLocks } from './LockNote.tsx';

/** Those that have a field here, which says so itself. */
const IN_A_FIELD: readonly SettingName[] = [...ON_THE_SCREEN, 'managerPin'];

/** That some settings are locked, where the file lies, and which of them have no field here; nothing where none is. */
export function LockSummary() {
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
      {othersWords(t, names)}
    </div>
  );
}

function othersWords(t: TFunction, names: readonly SettingName[]) {
  const others = names.filter((name) => !IN_A_FIELD.includes(name));
  if (others.length === 0) return null;
  return <p>{t('settings.locked.others', { names: takenOverParts(t, others.join()) })}</p>;
}
