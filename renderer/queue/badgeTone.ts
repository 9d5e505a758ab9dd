import type { OutboxView } from '../../app/outbox/outboxView.ts';

export type BadgeTone = 'unknown' | 'done' | 'waiting' | 'held';

/** Green (`done`) is said only when nothing waits, nothing is being sent and nothing is held. */
export function badgeTone(view: OutboxView | null): BadgeTone {
  if (!view) return 'unknown';
  if (view.counts.held > 0) return 'held';
  if (view.waiting > 0 || view.counts.pending > 0 || view.counts.sending > 0) return 'waiting';
  return 'done';
}
