/** Numbers from the first to the last, both included. */
export type Range = readonly [first: number, last: number];

/** The same numbers in ascending ranges of which none touches another. */
export function mergeRanges(ranges: Iterable<Range>): Range[] {
  const sorted = [...ranges].sort((one, other) => one[0] - other[0]);
  const merged: [number, number][] = [];
  for (const [first, last] of sorted) {
    const before = merged.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** Numbers in ascending order as ranges. */
export function rangesOf(ascending: Iterable<number>): Range[] {
  const ranges: [number, number][] = [];
  let open: [number, number] | undefined;
  for (const number of ascending) {
    if (open !== undefined && number === open[1] + 1) open[1] = number;
    else {
      open = [number, number];
      ranges.push(open);
    }
  }
  return ranges;
}

/** What no range has of the numbers from 1 to `last`. `merged`: as `mergeRanges` gives them. */
export function gapsUpTo(last: number, merged: readonly Range[]): Range[] {
  const gaps: Range[] = [];
  let next = 1;
  for (const [first, end] of merged) {
    if (first > last) break;
    if (first > next) gaps.push([next, first - 1]);
    next = Math.max(next, end + 1);
  }
  if (next <= last) gaps.push([next, last]);
  return gaps;
}

/** How many numbers they have together. `merged`: as `mergeRanges` gives them. */
export function sizeOf(merged: readonly Range[]): number {
  return merged.reduce((size, [first, last]) => size + last - first + 1, 0);
}

/** Whether a number is in one of them, found by halving. `merged`: as `mergeRanges` gives them. */
export function isIn(merged: readonly Range[], number: number): boolean {
  let low = 0;
  let high = merged.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const [first, last] = merged[middle] ?? [0, -1];
    if (number < first) high = middle - 1;
    else if (number > last) low = middle + 1;
    else return true;
  }
  return false;
}

/** The highest number up to this one that is in none of them, 0 at the least. `merged`: as `mergeRanges` gives them. */
export function lastOutside(merged: readonly Range[], number: number): number {
  let low = 0;
  let high = merged.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((merged[middle]?.[0] ?? 0) <= number) low = middle + 1;
    else high = middle;
  }
  const [first, last] = merged[low - 1] ?? [0, -1];
  return Math.max(0, number <= last ? first - 1 : number);
}
