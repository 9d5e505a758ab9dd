import type { OutboxView, StoreWarning } from '../../app/outbox/outboxView.ts';

/** What the tray's picture says, by a sign and not by a colour alone. */
export type TraySign =
  | 'sent'
  | 'held'
  | 'stopped'
  | '1'
  | '2'
  | '3'
  | '4'
  | '5'
  | '6'
  | '7'
  | '8'
  | '9'
  | 'many';

export interface TrayState {
  sign: TraySign;
  waiting: number;
  held: number;
  /** Nothing is sent now. */
  isStopped: boolean;
}

/** With these nothing can be marked as sent, so nothing is sent, whatever the gateway would say. */
const STOPPING: ReadonlySet<StoreWarning['code']> = new Set([
  'store.other-program',
  'store.disk-full',
  'store.read-only',
  'store.write-failed',
]);

/** What of the queue is seen without the window. What somebody has to do goes before what goes by itself. */
export function trayState({
  counts,
  waiting,
  pause,
  warnings,
}: Pick<OutboxView, 'counts' | 'waiting' | 'pause' | 'warnings'>): TrayState {
  const isPaused = pause.kind !== 'none' || warnings.some(({ code }) => STOPPING.has(code));
  const isStopped = isPaused && waiting > 0;
  return { sign: signOf(counts.held, waiting, isStopped), waiting, held: counts.held, isStopped };
}

function signOf(held: number, waiting: number, isStopped: boolean): TraySign {
  if (held > 0) return 'held';
  if (isStopped) return 'stopped';
  if (waiting === 0) return 'sent';
  return waiting > 9 ? 'many' : (String(waiting) as TraySign);
}
