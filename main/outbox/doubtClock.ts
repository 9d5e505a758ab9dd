import type { Save } from '../../app/outbox/save.ts';

/** What dates a doubt that no call of this till has begun: somebody's word, or a file. */
export interface DoubtClock {
  /**
   * To be called before the doubt is stored. `before`: the save with the doubt that still counts; `since`: the date of the
   * new one (ms since 1970). Gives what is known of it once it is stored: where no answer has proved the time yet, the next
   * one that does dates it anew.
   */
  note(before: Save, since: number): (stored: Save) => Save;
  /** The same for what begins now by the manager's word. */
  word(before: Save): Word;
}

export interface Word {
  /** As it is to be on the disk: no younger by a time that was shown and that nothing has proved (ms since 1970). */
  at: number;
  /** As of `DoubtClock.note`: known by the best clock that there is. */
  dated: (stored: Save) => Save;
}

/** Of a till that asks no gateway. */
export function tillsClock(now: () => number): DoubtClock {
  const asStored = (stored: Save) => stored;
  return { note: () => asStored, word: () => ({ at: now(), dated: asStored }) };
}
