import { useTranslation } from 'react-i18next';
import type { OutboxView } from '../../../app/outbox/outboxView.ts';
import { Badge } from '../Badge.tsx';
import { pauseWords } from '../pauseWords.ts';
import { SendNowButton } from '../SendNowButton.tsx';

/** How the queue stands: what waits, how long the oldest has, why it pauses, and the way to try now. */
export function QueueStrip({ view }: { view: OutboxView | null }) {
  const { t, i18n } = useTranslation();
  const pause = view?.pause ?? { kind: 'none' };
  return (
    <div className="queue-strip" role="status">
      <Badge view={view} />
      {pause.kind !== 'none' && (
        <p className="queue-pause" data-testid="queue-pause" data-kind={pause.kind}>
          {pauseWords(t, i18n.language, pause)}
        </p>
      )}
      {(view?.waiting ?? 0) > 0 && (
        <SendNowButton words={t('queue.sendNow')} testId="queue-send-now" />
      )}
    </div>
  );
}
