import { type MouseEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SaveLine } from '../../app/outbox/outboxView.ts';
import { READ_FIRST_MS } from '../focus/layers.ts';
import { Icon } from '../icons/Icon.tsx';
import { KnownMemberWords } from './KnownMemberWords.tsx';
import type { Known } from './registration.ts';

interface KnownMemberCardProps {
  known: Known;
  recent: readonly SaveLine[];
  onToggle: () => void;
}

/** The phone number is known here: that is an answer. What is wanted beyond it is a step of its own. */
export function KnownMemberCard({ known, recent, onToggle }: KnownMemberCardProps) {
  const { t } = useTranslation();
  const { member, choice } = known;
  const { slip } = member;
  const isMoved = member.state === 'moved';
  const onward = isMoved ? t('known.moved.again') : t('known.correct');
  const back = isMoved ? t('known.moved.back') : t('known.back');
  const addingHow = isMoved ? t('known.moved.addingHow', { slip }) : t('known.addingHow', { slip });
  const lastAt = useRef(Number.NEGATIVE_INFINITY);
  /** The button stands for the way back at once, in the same place: the second half of a double press is not meant for it. */
  const onClick = ({ detail, timeStamp }: MouseEvent) => {
    const isSecondHalf = detail > 0 && timeStamp - lastAt.current < READ_FIRST_MS;
    lastAt.current = timeStamp;
    if (!isSecondHalf) onToggle();
  };
  return (
    <div
      className={`result-card known ${choice === 'none' ? 'tone-info' : 'tone-warning'}`}
      data-testid="known-member"
      data-choice={choice}
    >
      {choice === 'none' ? (
        <KnownMemberWords member={member} recent={recent} />
      ) : (
        <div className="known-words">
          <strong className="known-title">
            <Icon name="alert" />
            {choice === 'correct' ? t('known.correcting', { slip }) : t('known.adding')}
          </strong>
          <span className="known-what">
            {choice === 'correct' ? t('known.correctingHow') : addingHow}
          </span>
        </div>
      )}
      <button
        type="button"
        className="button known-toggle"
        data-testid="toggle-correction"
        aria-keyshortcuts="F6"
        // A press leaves the focus in the field that is being filled.
        onMouseDown={(event) => event.preventDefault()}
        onClick={onClick}
      >
        <kbd>F6</kbd> {choice === 'none' ? onward : back}
      </button>
    </div>
  );
}
