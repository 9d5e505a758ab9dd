import { useTranslation } from 'react-i18next';
import type { SaveLine } from '../../app/outbox/outboxView.ts';
import { Icon } from '../icons/Icon.tsx';
import type { Known } from './registration.ts';

interface KnownMemberCardProps {
  known: Known;
  recent: readonly SaveLine[];
  onToggle: () => void;
}

/** The phone number is known here: what the form will do about it, and the way to the other. */
export function KnownMemberCard({ known, recent, onToggle }: KnownMemberCardProps) {
  const { t } = useTranslation();
  const { member, isCorrection } = known;
  const state = recent.find((line) => line.requestId === member.requestId)?.state ?? member.state;
  return (
    <div
      className={`result-card known ${isCorrection ? 'tone-info' : 'tone-warning'}`}
      data-testid="known-member"
      data-correction={isCorrection}
    >
      <div className="known-words">
        <strong className="known-title">
          <Icon name={isCorrection ? 'person' : 'alert'} />
          {isCorrection ? t('known.correction') : t('known.new')}
        </strong>
        <span className="known-what">
          {t('known.what', {
            slip: member.slip,
            name: member.masked.name,
            state: t(`state.${state}`),
          })}
        </span>
      </div>
      <button
        type="button"
        className="button known-toggle"
        data-testid="toggle-correction"
        aria-keyshortcuts="F6"
        // A press leaves the focus in the field that is being filled.
        onMouseDown={(event) => event.preventDefault()}
        onClick={onToggle}
      >
        <kbd>F6</kbd> {isCorrection ? t('known.asNew') : t('known.asCorrection')}
      </button>
    </div>
  );
}
