import { useEffect, useRef } from 'react';
import type { OutboxView } from '../../app/outbox/outboxView.ts';

/** Where so little lies between two changes (ms), the manager closes many saves: nobody is asked about for each of them. */
const MANY_MS = 1_000;

/** After the last of many (ms). */
const SETTLED_AFTER_MS = 250;

/** Has whoever counts as a member asked about anew where saves of this till were closed, or came back, whoever has done that. */
export function useAskedAnew(outbox: OutboxView | null, askAnew: () => void): void {
  const latest = useRef(askAnew);
  const changedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    latest.current = askAnew;
  });
  const closed = outbox?.counts.discarded;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another number of them is what it is about
  useEffect(() => {
    const now = performance.now();
    const isOneOfMany = now - changedAt.current < MANY_MS;
    changedAt.current = now;
    // At once: whoever has discarded it presses "save" as soon as the panel is closed.
    if (!isOneOfMany) return latest.current();
    const timer = window.setTimeout(() => latest.current(), SETTLED_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [closed]);
}
