import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../icons/Icon.tsx';
import { heldWords } from '../queue/heldWords.ts';
import type { Confirmation } from './result.ts';

const ICONS: Record<Confirmation['state'], IconName> = {
  saved: 'tick',
  accepted: 'tick',
  held: 'alert',
};

interface ConfirmedProps {
  confirmation: Confirmation;
  /** The slip of a correction that came in between and was not opened, or null. */
  missed: string | null;
  /** The way back to what was interrupted for this save, or null. */
  undo: ReactNode;
}

export function Confirmed({ confirmation, missed, undo }: ConfirmedProps) {
  const { t } = useTranslation();
  const isHeld = confirmation.state === 'held';
  const { whom, state } = confirmation;
  const { apartFrom, uncorrected, since } = confirmation;
  // Where something is to be read beside it, it is no larger than what is told.
  const besides = [missed, undo, apartFrom, uncorrected, since];
  const isMore = besides.some((one) => one !== null);
  const title = !isHeld && confirmation.isUpdate ? 'updated' : state;
  return (
    <div
      className={`result-card ${isMore ? 'is-told' : ''} ${isHeld ? 'tone-warning' : 'tone-success'}`}
      data-testid="confirmation"
      data-state={confirmation.state}
    >
      <Icon name={ICONS[confirmation.state]} />
      <div className="result-words">
        <strong className="result-title">{t(`result.${title}`)}</strong>
        <strong className="result-slip" data-testid="confirmation-slip">
          {confirmation.slip}
        </strong>
        {whom !== '' && (
          <span className="result-whom" data-testid="confirmation-whom">
            {whom}
          </span>
        )}
        {apartFrom !== null && (
          <span className="result-reason" data-testid="saved-apart">
            {t('result.apart', { slip: apartFrom })}
          </span>
        )}
        {uncorrected !== null && (
          <span className="result-reason" data-testid="not-corrected">
            {t('result.uncorrected', { slip: uncorrected })}
          </span>
        )}
        {since !== null && (
          <span className="result-reason" data-testid="saved-since">
            {t('result.since', { slip: since })}
          </span>
        )}
        {isHeld && (
          <span className="result-reason" data-shortened>
            {heldWords(t, confirmation.line)}
          </span>
        )}
        {missed !== null && (
          <span className="result-reason" data-testid="missed-correction">
            {t('result.missed', { slip: missed })}
          </span>
        )}
        {undo}
      </div>
    </div>
  );
}
