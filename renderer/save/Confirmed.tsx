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
  const isMore = missed !== null || undo !== null || hasBesides(confirmation);
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
        {!isHeld && confirmation.apartFrom !== null && (
          <span className="result-reason" data-testid="saved-apart">
            {t('result.apart', { slip: confirmation.apartFrom })}
          </span>
        )}
        {!isHeld && confirmation.uncorrected !== null && (
          <span className="result-reason" data-testid="not-corrected">
            {t('result.uncorrected', { slip: confirmation.uncorrected })}
          </span>
        )}
        {!isHeld && confirmation.since !== null && (
          <span className="result-reason" data-testid="saved-since">
            {t('result.since', { slip: confirmation.since })}
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

/** Something is to be read beside it: there it is no larger than what is told. */
function hasBesides(confirmation: Confirmation): boolean {
  if (confirmation.state === 'held') return false;
  const { apartFrom, uncorrected, since } = confirmation;
  return [apartFrom, uncorrected, since].some((slip) => slip !== null);
}
