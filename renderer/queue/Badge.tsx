import { useTranslation } from 'react-i18next';
import type { OutboxView } from '../../app/outbox/outboxView.ts';
import { Icon, type IconName } from '../icons/Icon.tsx';
import { ageOf } from './age.ts';
import { type BadgeTone, badgeTone } from './badgeTone.ts';
import { useNow } from './useNow.ts';

const LOOK: Record<BadgeTone, { icon: IconName; tone: string }> = {
  unknown: { icon: 'clock', tone: 'tone-neutral' },
  done: { icon: 'tick', tone: 'tone-success' },
  waiting: { icon: 'clock', tone: 'tone-info' },
  held: { icon: 'alert', tone: 'tone-warning' },
};

interface BadgeProps {
  view: OutboxView | null;
  /** What needs somebody was pressed; without it nothing is to be pressed. */
  onHeld?: () => void;
}

/** How the whole queue stands, in the corner of the eye: what needs somebody, and apart from it what waits. */
export function Badge({ view, onHeld }: BadgeProps) {
  const { t } = useTranslation();
  const now = useNow(10_000);
  const tone = badgeTone(view);
  const pills: { tone: BadgeTone; words: string; age?: string }[] = [];
  if (!view) pills.push({ tone, words: t('badge.loading') });
  else if (tone === 'done') pills.push({ tone, words: t('badge.done') });
  else {
    if (view.waiting > 0) {
      const age = view.oldestWaitingAt === null ? null : ageOf(view.oldestWaitingAt, now);
      const oldest = age && t('badge.oldest', { age: t(`age.${age.unit}`, { count: age.count }) });
      const words = t('badge.waiting', { count: view.waiting });
      pills.push({ tone: 'waiting', words, ...(oldest === null ? {} : { age: oldest }) });
    }
    // At the end that stands still: what waits changes all the time, and this one is pressed.
    if (view.counts.held > 0)
      pills.push({ tone: 'held', words: t('badge.held', { count: view.counts.held }) });
  }
  return (
    <div className="badge" data-testid="badge" data-tone={tone} data-waiting={view?.waiting ?? ''}>
      {pills.map((pill) => {
        const { icon, tone: look } = LOOK[pill.tone];
        const words = (
          <>
            <Icon name={icon} />
            <span className="badge-words" data-shortened>
              <span>{pill.words} </span>
              {pill.age !== undefined && <span className="badge-age">{pill.age}</span>}
            </span>
          </>
        );
        return pill.tone === 'held' && onHeld !== undefined ? (
          <button
            key={pill.tone}
            type="button"
            className={`badge-pill badge-held ${look}`}
            data-testid="badge-held"
            aria-haspopup="dialog"
            onClick={onHeld}
          >
            {words}
          </button>
        ) : (
          <span key={pill.tone} className={`badge-pill ${look}`}>
            {words}
          </span>
        );
      })}
    </div>
  );
}
