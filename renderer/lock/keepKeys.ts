/**
 * A dialog keeps its keys from the form behind it. The key of the lock alone gets through: whoever presses it is about
 * to go away, and what is open must not stay so.
 */
export function keepKeys(event: Pick<KeyboardEvent, 'key' | 'stopPropagation'>): void {
  if (event.key !== 'F9') event.stopPropagation();
}
