import { lazy, Suspense, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillView } from '../../app/ipc/tillView.ts';
import { withLaterWords } from '../i18n/withLaterWords.ts';
import { Icon } from '../icons/Icon.tsx';
import { LockedContext, useOpenUntilLock } from '../lock/useUntilLock.ts';

const SettingsBehindPin = lazy(() =>
  withLaterWords(import('./SettingsBehindPin.tsx')).then(({ SettingsBehindPin }) => ({
    default: SettingsBehindPin,
  })),
);

const ProvisionPrompt = lazy(() =>
  withLaterWords(import('./ProvisionPrompt.tsx')).then(({ ProvisionPrompt }) => ({
    default: ProvisionPrompt,
  })),
);

const MovePrompt = lazy(() =>
  withLaterWords(import('../move/MovePrompt.tsx')).then(({ MovePrompt }) => ({
    default: MovePrompt,
  })),
);

type SettingsEntryProps = Pick<TillView, 'question' | 'move' | 'isOldKeyNeeded'>;

/** The way from the counter to the manager's settings. What lies behind it is loaded when it is opened. `question`, `move`: about a file. */
export function SettingsEntry({ question, move, isOldKeyNeeded }: SettingsEntryProps) {
  const { t } = useTranslation();
  const dialog = useOpenUntilLock();
  const isLocked = useContext(LockedContext);
  return (
    <>
      <button
        type="button"
        className="button button-quiet header-settings"
        data-testid="settings"
        aria-haspopup="dialog"
        aria-label={t('settings.title')}
        title={t('settings.title')}
        onClick={dialog.open}
      >
        <Icon name="gear" />
      </button>
      {dialog.isOpen && (
        <Suspense>
          <SettingsBehindPin isOldKeyNeeded={isOldKeyNeeded} onClose={dialog.close} />
        </Suspense>
      )}
      {question !== null && !isLocked && (
        <Suspense>
          <ProvisionPrompt question={question} />
        </Suspense>
      )}
      {move !== null && !isLocked && (
        <Suspense>
          <MovePrompt key={move.id} question={move} />
        </Suspense>
      )}
    </>
  );
}
