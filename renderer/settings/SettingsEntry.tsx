import { useCallback, useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillView } from '../../app/ipc/tillView.ts';
import { withLaterWords } from '../i18n/withLaterWords.ts';
import { Icon } from '../icons/Icon.tsx';
import { LockedContext, useOpenUntilLock } from '../lock/useUntilLock.ts';
import { lazyPart } from '../parts/lazyPart.tsx';
import type { Stored } from './useStoring.ts';

const SettingsBehindPin = lazyPart(
  async () => (await withLaterWords(import('./SettingsBehindPin.tsx'))).SettingsBehindPin,
  { leave: ({ onClose }) => onClose(), drop: ({ onClose }) => onClose() },
);

const SettingsSaved = lazyPart(
  async () => (await withLaterWords(import('./SettingsSaved.tsx'))).SettingsSaved,
  { leave: ({ onEnd }) => onEnd() },
);

const ProvisionPrompt = lazyPart(
  async () => (await withLaterWords(import('./ProvisionPrompt.tsx'))).ProvisionPrompt,
);

const MovePrompt = lazyPart(
  async () => (await withLaterWords(import('../move/MovePrompt.tsx'))).MovePrompt,
);

type SettingsEntryProps = Pick<TillView, 'question' | 'move' | 'isOldKeyNeeded'>;

/** The way from the counter to the manager's settings. What lies behind it is loaded when it is opened. `question`, `move`: about a file. */
export function SettingsEntry({ question, move, isOldKeyNeeded }: SettingsEntryProps) {
  const { t } = useTranslation();
  const dialog = useOpenUntilLock();
  const isLocked = useContext(LockedContext);
  /** Told one after the other: no refusal is lost behind what was stored since. */
  const [untold, setUntold] = useState<readonly Stored[]>([]);
  const tell = useCallback((stored: Stored) => setUntold((before) => [...before, stored]), []);
  const forgetFirst = useCallback(() => setUntold(([, ...others]) => others), []);
  const [stored] = untold;
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
        <SettingsBehindPin isOldKeyNeeded={isOldKeyNeeded} onClose={dialog.close} onStored={tell} />
      )}
      {/* Under settings that were opened again its time would pass unseen. */}
      {stored !== undefined && !isLocked && !dialog.isOpen && (
        <SettingsSaved key={stored.what} stored={stored} onEnd={forgetFirst} />
      )}
      {question !== null && !isLocked && <ProvisionPrompt question={question} />}
      {move !== null && !isLocked && <MovePrompt key={move.id} question={move} />}
    </>
  );
}
