import { useTranslation } from 'react-i18next';
import { DISCARD_REASONS, type DiscardReason } from '../../../app/outbox/save.ts';
import { useEscape } from '../../parts/useEscape.ts';

interface DiscardReasonsProps {
  onReason: (reason: DiscardReason) => void;
  onGiveUp: () => void;
}

/** Why a save is closed, asked for before the PIN: one tap, and nothing to type. Escape gives up the question alone. */
export function DiscardReasons({ onReason, onGiveUp }: DiscardReasonsProps) {
  const { t } = useTranslation();
  useEscape(onGiveUp);
  return (
    <fieldset className="queue-reasons" data-testid="discard-reasons" data-question>
      <legend className="queue-why">{t('queue.why')}</legend>
      {DISCARD_REASONS.map((reason, index) => (
        <button
          key={reason}
          type="button"
          className="button"
          data-testid={`reason-${reason}`}
          // biome-ignore lint/a11y/noAutofocus: the button that was pressed has gone; here is what came for it
          autoFocus={index === 0}
          onClick={() => onReason(reason)}
        >
          {t(`queue.reasons.${reason}`)}
        </button>
      ))}
      <button type="button" className="button button-quiet" onClick={onGiveUp}>
        {t('manager.cancel')}
      </button>
    </fieldset>
  );
}
