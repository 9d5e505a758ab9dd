import type { Save } from './save.ts';

/** Nobody knows whether what was made in it was made before (ms since 1970; the end is in it). */
export interface Span {
  since: number;
  until: number;
}

/**
 * This till's own saves whose dates are not in the order of their numbers: its clock was ahead then, or behind since. One
 * that is dated before another in front of it was made at its date or later, and before the first behind it whose date
 * fits again; one that is dated after another behind it was made at its date or before, and behind those in front of it.
 */
export function misdated(saves: Iterable<Save>): Map<Save, Span> {
  const own = [...saves].filter(({ imported }) => imported === null);
  own.sort((one, other) => one.sequence - other.sequence);
  const firstBehind: number[] = [];
  let first = Number.POSITIVE_INFINITY;
  for (const { createdAt } of [...own].reverse()) {
    firstBehind.push(first);
    first = Math.min(first, createdAt);
  }
  const spans = new Map<Save, Span>();
  let latest = Number.NEGATIVE_INFINITY;
  let open: Span[] = [];
  for (const save of own) {
    const { createdAt } = save;
    const next = firstBehind.pop() ?? Number.POSITIVE_INFINITY;
    if (createdAt < latest) {
      const span = { since: createdAt, until: Number.POSITIVE_INFINITY };
      spans.set(save, span);
      open.push(span);
      continue;
    }
    if (createdAt > next) spans.set(save, { since: latest, until: createdAt });
    for (const span of open) span.until = createdAt;
    open = [];
    latest = createdAt;
  }
  return spans;
}
