import type { Save } from '../../app/outbox/save.ts';

/** What dates a doubt that no call of this till has begun: somebody's word, or a file. */
export interface DoubtClock {
  /** The best that is known, ms since 1970; nothing may have proved it. */
  now(): number;
  /**
   * To be called before the doubt is stored. `before`: the save with the doubt that still counts; `since`: the date of the
   * new one (ms since 1970). Gives what is known of it once it is stored: where no answer has proved the time yet, the next
   * one that does dates it anew.
   */
  note(before: Save, since: number): (stored: Save) => Save;
}

/** Of a till that asks no gateway. */
export function tillsClock(now: () => number): DoubtClock {
  return { now, note: () => (stored) => stored };
}
