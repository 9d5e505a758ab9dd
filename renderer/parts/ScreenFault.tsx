import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { PlainScreen } from './PlainScreen.tsx';

interface ScreenFaultProps {
  /** The page itself cannot be drawn, and not only a screen that was to be opened. */
  isWhole: boolean;
  onAgain: () => void;
}

/** A page of words in the place of a screen that cannot be shown, and the way to try once more. */
export function ScreenFault({ isWhole, onAgain }: ScreenFaultProps) {
  const { t } = useTranslation();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <PlainScreen title={t(isWhole ? 'fault.page' : 'fault.part')}>
      <p>
        {isWhole && t('fault.kept')} {t('fault.restart')}
      </p>
      <button
        type="button"
        className="button button-primary"
        ref={button}
        data-testid="fault-again"
        onClick={onAgain}
      >
        {t(isWhole ? 'fault.reload' : 'fault.again')}
      </button>
    </PlainScreen>
  );
}
