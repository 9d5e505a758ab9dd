import type { OutboxView, QueuePause, StoreNotice } from '../../app/outbox/outboxView.ts';

export type Banner =
  | { kind: StoreNotice['code']; notice: StoreNotice }
  | { kind: 'clock-off'; offsetSeconds: number }
  | { kind: Exclude<QueuePause['kind'], 'none'>; pause: Exclude<QueuePause, { kind: 'none' }> };

/** What a person should know now: store trouble first, then why the queue pauses. */
export function bannersOf(view: OutboxView | null): Banner[] {
  if (!view) return [];
  // The newest notice of a kind stands for the older ones.
  const notices = new Map(view.notices.map((notice) => [notice.code, notice]));
  const banners: Banner[] = [...notices.values()].map((notice) => ({ kind: notice.code, notice }));
  if (view.pause.kind !== 'none') banners.push({ kind: view.pause.kind, pause: view.pause });
  const { clockOffsetSeconds: offsetSeconds } = view;
  // The pause says it better, and says what to do.
  if (offsetSeconds !== null && view.pause.kind !== 'clock') {
    banners.push({ kind: 'clock-off', offsetSeconds });
  }
  return banners;
}
