import type { HeldReason, Save } from './save.ts';

/** A save that waits for somebody from now on (`now`: ms since 1970). */
export function hold(save: Save, heldReason: HeldReason, now: number): Save {
  return {
    ...save,
    state: 'held',
    heldReason,
    nextAttemptAt: null,
    settledAt: now,
    isDatedAfterwards: false,
  };
}
