import { useTranslation } from 'react-i18next';
import { useSendNow } from './useSendNow.ts';

/** It says by itself, in its own place, that it was pressed too often. */
export function SendNowButton({ words, testId }: { words: string; testId: string }) {
  const { t } = useTranslation();
  const { isHeard, sendNow } = useSendNow();
  return (
    <button
      type="button"
      className="button"
      data-testid={testId}
      aria-disabled={!isHeard}
      onClick={sendNow}
    >
      {isHeard ? words : t('pause.sendLater')}
    </button>
  );
}
