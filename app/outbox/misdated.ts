import type { Save } from './save.ts';

/**
 * This till's own saves whose dates are not in the order of their numbers, each with the time before which it was surely made
 * (ms since 1970). The clock was ahead then, or behind, or went from one wrong time to another; nobody knows which, nor
 * whether those beside it are dated right. But it was made before the first behind it that is dated in the order of all.
 */
export function misdated(saves: Iterable<Save>): Map<Save, number> {
  const own = [...saves].filter(({ imported }) => imported === null);
  own.sort((one, other) => one.sequence - other.sequence);
  const firstBehind: number[] = [];
  let first = Number.POSITIVE_INFINITY;
  for (const { createdAt } of [...own].reverse()) {
    firstBehind.push(first);
    first = Math.min(first, createdAt);
  }
  const until = new Map<Save, number>();
  let latest = Number.NEGATIVE_INFINITY;
  let open: Save[] = [];
  for (const save of own) {
    const { createdAt } = save;
    const next = firstBehind.pop() ?? Number.POSITIVE_INFINITY;
    if (createdAt < latest || createdAt > next) {
      until.set(save, Number.POSITIVE_INFINITY);
      open.push(save);
    } else {
      for (const one of open) until.set(one, createdAt);
      open = [];
    }
    latest = Math.max(latest, createdAt);
  }
  return until;
}
