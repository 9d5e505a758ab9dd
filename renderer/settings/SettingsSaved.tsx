import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../icons/Icon.tsx';
import type { Stored } from './useStoring.ts';

/** Long enough to be read (ms). */
const SHOWN_FOR = 5_000;

const WORDS = {
  settings: { what: 'settings.save', done: 'settings.saved' },
  pin: { what: 'settings.changePin', done: 'settings.pinChanged' },
  key: { what: 'replaceKey.action', done: 'replaceKey.running' },
} as const;

interface SettingsSavedProps {
  stored: Stored;
  onEnd: () => void;
}

/**
 * That the settings are stored, or what else has become of them, of a new PIN and of a new key when nothing stood there to tell it: over
 * the counter for a moment. Nothing moves for it, and it takes no finger.
 */
export function SettingsSaved({ stored, onEnd }: SettingsSavedProps) {
  const { t } = useTranslation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each outcome has its time
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    // A window that was put away meanwhile shows it to nobody.
    const begin = () => {
      if (document.visibilityState === 'visible') timer ??= setTimeout(onEnd, SHOWN_FOR);
    };
    begin();
    document.addEventListener('visibilitychange', begin);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', begin);
    };
  }, [stored, onEnd]);
  const { what, failure } = stored;
  if (failure !== null)
    return (
      <p
        className="settings-saved tone-danger"
        role="alert"
        data-layer
        data-testid="settings-not-saved"
      >
        {t('settings.outcome', {
          what: t(WORDS[what].what),
          outcome: t(`failure.${failure}`),
        })}
      </p>
    );
  return (
    <p
      className="settings-saved tone-success"
      role="status"
      data-layer
      data-testid="settings-saved"
    >
      <Icon name="tick" /> {t(WORDS[what].done)}
    </p>
  );
}
