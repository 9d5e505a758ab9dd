import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { withLaterWords } from '../i18n/withLaterWords.ts';
import { Icon } from '../icons/Icon.tsx';
import { useOpenUntilLock } from '../lock/useUntilLock.ts';

const SettingsDoor = lazy(() =>
  withLaterWords(import('./SettingsDoor.tsx')).then(({ SettingsDoor }) => ({
    default: SettingsDoor,
  })),
);

/** The way from the counter to the manager's settings. What lies behind it is loaded when it is opened. */
export function SettingsEntry() {
  const { t } = useTranslation();
  const door = useOpenUntilLock();
  return (
    <>
      <button
        type="button"
        className="button button-quiet header-settings"
        data-testid="settings"
        aria-haspopup="dialog"
        aria-label={t('settings.title')}
        title={t('settings.title')}
        onClick={door.open}
      >
        <Icon name="gear" />
      </button>
      {door.isOpen && (
        <Suspense>
          <SettingsDoor onClose={door.close} />
        </Suspense>
      )}
    </>
  );
}
