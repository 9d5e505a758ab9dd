import { useTranslation } from 'react-i18next';
import type { OutboxView } from '../../../app/outbox/outboxView.ts';
import { offsetWords } from '../pauseWords.ts';

/** How far a backlog has been worked off: a bar, a count, the rate and the time that is left. */
export function DrainBar({ view }: { view: OutboxView | null }) {
  const { t } = useTranslation();
  const progress = view?.progress ?? null;
  if (progress === null) return null;
  const { done, total, ratePerMinute, timeLeft } = progress;
  const words = [t('queue.drained', { done, total })];
  if (ratePerMinute !== null) words.push(t('queue.rate', { count: Math.round(ratePerMinute) }));
  if (timeLeft !== null)
    words.push(t('queue.timeLeft', { time: offsetWords(t, Math.max(1, timeLeft / 1_000)) }));
  return (
    <div className="queue-drain" data-testid="drain" data-done={done} data-total={total}>
      <progress
        className="queue-bar"
        value={done}
        max={total}
        aria-label={t('queue.drain')}
        aria-valuetext={words.join(' · ')}
      />
      <span className="queue-drain-words">{words.join(' · ')}</span>
    </div>
  );
}
