import type { OutboxView } from '../../app/outbox/outboxView.ts';

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

/** What of the queue is seen without the window. What somebody has to do goes before what goes by itself. */
export function trayState({
  counts,
  waiting,
  pause,
}: Pick<OutboxView, 'counts' | 'waiting' | 'pause'>): TrayState {
  const isStopped = pause.kind !== 'none' && waiting > 0;
  return { sign: signOf(counts.held, waiting, isStopped), waiting, held: counts.held, isStopped };
}

function signOf(held: number, waiting: number, isStopped: boolean): TraySign {
  if (held > 0) return 'held';
  if (isStopped) return 'stopped';
  if (waiting === 0) return 'sent';
  return waiting > 9 ? 'many' : (String(waiting) as TraySign);
}
