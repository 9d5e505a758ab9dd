import { useTranslation } from 'react-i18next';
import type { OutboxView } from '../../../app/outbox/outboxView.ts';
import { useBridge } from '../../bridge/BridgeContext.tsx';
import { Badge } from '../Badge.tsx';
import { pauseWords } from '../pauseWords.ts';

/** How the queue stands: what waits, how long the oldest has, why it pauses, and the way to try now. */
export function QueueStrip({ view }: { view: OutboxView | null }) {
  const { t, i18n } = useTranslation();
  const bridge = useBridge();
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
        <button
          type="button"
          className="button"
          data-testid="queue-send-now"
          onClick={() => void bridge.sendNow().catch(() => undefined)}
        >
          {t('queue.sendNow')}
        </button>
      )}
    </div>
  );
}
