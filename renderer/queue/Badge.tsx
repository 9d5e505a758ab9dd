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

/** How the whole queue stands, in the corner of the eye. */
export function Badge({ view }: { view: OutboxView | null }) {
  const { t } = useTranslation();
  const now = useNow(10_000);
  const tone = badgeTone(view);
  const counts: string[] = [];
  if (!view) counts.push(t('badge.loading'));
  else if (tone === 'done') counts.push(t('badge.done'));
  else {
    if (view.counts.held > 0) counts.push(t('badge.held', { count: view.counts.held }));
    if (view.waiting > 0) counts.push(t('badge.waiting', { count: view.waiting }));
  }
  const oldest = view && view.waiting > 0 ? view.oldestWaitingAt : null;
  const age = oldest === null ? null : ageOf(oldest, now);
  return (
    <p
      className={`badge ${LOOK[tone].tone}`}
      data-testid="badge"
      data-tone={tone}
      data-waiting={view?.waiting ?? ''}
    >
      <Icon name={LOOK[tone].icon} />
      <span className="badge-words" data-shortened>
        {counts.map((count, index) => (
          <span key={count}>
            {count} {index < counts.length - 1 && <span className="badge-dot">·</span>}
          </span>
        ))}
        {age && (
          <span className="badge-age">
            {t('badge.oldest', { age: t(`age.${age.unit}`, { count: age.count }) })}
          </span>
        )}
      </span>
    </p>
  );
}
