import type { OutboxView, QueuePause, StoreNotice } from '../../app/outbox/outboxView.ts';

export type Banner =
  | { kind: StoreNotice['code']; notice: StoreNotice }
  | { kind: Exclude<QueuePause['kind'], 'none'>; pause: Exclude<QueuePause, { kind: 'none' }> };

/** What a person should know now: store trouble first, then why the queue pauses. */
export function bannersOf(view: OutboxView | null): Banner[] {
  if (!view) return [];
  // The newest notice of a kind stands for the older ones.
  const notices = new Map(view.notices.map((notice) => [notice.code, notice]));
  const banners: Banner[] = [...notices.values()].map((notice) => ({ kind: notice.code, notice }));
  if (view.pause.kind !== 'none') banners.push({ kind: view.pause.kind, pause: view.pause });
  return banners;
}
