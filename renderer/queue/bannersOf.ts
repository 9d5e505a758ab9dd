import type { OutboxView, QueuePause, StoreWarning } from '../../app/outbox/outboxView.ts';

export type Banner =
  | { kind: StoreWarning['code']; warning: StoreWarning }
  | { kind: 'clock-off'; offsetSeconds: number }
  | { kind: Exclude<QueuePause['kind'], 'none'>; pause: Exclude<QueuePause, { kind: 'none' }> };

/** Red is for what endangers saving; the rest goes on by itself or by a call. */
const ENDANGERS_SAVING: ReadonlySet<Banner['kind']> = new Set([
  'store.write-failed',
  'store.disk-full',
  'store.read-only',
  'store.other-program',
  'store.key-unreadable',
]);

export function endangersSaving({ kind }: Banner): boolean {
  return ENDANGERS_SAVING.has(kind);
}

/**
 * What somebody should know now. Only the first one is seen without asking for more: what endangers saving, then why the
 * queue pauses, which comes and goes; then what else the store has found, which may stand there for good.
 */
export function bannersOf(view: OutboxView | null): Banner[] {
  if (!view) return [];
  // The newest warning of a kind stands for the older ones.
  const warnings = new Map(view.warnings.map((warning) => [warning.code, warning]));
  const found = [...warnings.values()].map((warning): Banner => ({ kind: warning.code, warning }));
  const banners = found.filter(endangersSaving);
  if (view.pause.kind !== 'none') banners.push({ kind: view.pause.kind, pause: view.pause });
  const { clockOffsetSeconds: offsetSeconds } = view;
  // The pause says it better, and says what to do.
  if (offsetSeconds !== null && view.pause.kind !== 'clock') {
    banners.push({ kind: 'clock-off', offsetSeconds });
  }
  return [...banners, ...found.filter((banner) => !endangersSaving(banner))];
}
