import type { QueuePause } from '../outbox/outboxView.ts';

/** So long they are kept (days). */
export const MOST_OUTAGE_DAYS = 90;

/** Why nothing could be sent though something waited: what the window says meanwhile. */
export type OutageReason = Exclude<QueuePause['kind'], 'none'>;

export const OUTAGE_REASONS = [
  'unreachable',
  'busy',
  'quota',
  'configuration',
  'rejections',
  'clock',
  'settings-set-back',
  'other-computer',
  'not-provisioned',
] as const satisfies readonly OutageReason[];

/**
 * How it ended: `over`: something could be sent again, nothing waited any more, or the reason became another one; `unseen`:
 * the program ended, the PC slept or its clock was set, so it may have gone on; `lasting`: it has not ended.
 */
export type OutageEnding = 'over' | 'unseen' | 'lasting';

/** A time in which something waited and could not be sent. */
export interface Outage {
  /** When it began, by the till's clock of that moment (ms since 1970). */
  from: number;
  /** How long it was seen to last (ms), whatever the clock was set to meanwhile; it ends at `from + length`. */
  length: number;
  reason: OutageReason;
  ending: OutageEnding;
}

export function isOutageReason(text: string): text is OutageReason {
  return OUTAGE_REASONS.some((reason) => reason === text);
}
