import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../icons/Icon.tsx';

/** Long enough to be read (ms). */
const SHOWN_FOR = 5_000;

/** That the settings are stored, over the counter for a moment. Nothing moves for it, and it takes no finger. */
export function SettingsSaved({ onEnd }: { onEnd: () => void }) {
  const { t } = useTranslation();
  useEffect(() => {
    const timer = setTimeout(onEnd, SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [onEnd]);
  return (
    <p
      className="settings-saved tone-success"
      role="status"
      data-layer
      data-testid="settings-saved"
    >
      <Icon name="tick" /> {t('settings.saved')}
    </p>
  );
}
