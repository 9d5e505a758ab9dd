import type { Save } from '../../app/outbox/save.ts';
import { type Day, dayOf } from '../../app/totals/days.ts';
import { type DayTotals, withCounted } from '../../app/totals/dayTotals.ts';
import { type Missing, missingOf } from '../../app/totals/missing.ts';
import { type Range, rangesOf } from '../../app/totals/ranges.ts';
import type { LeavingRow, TotalsContent } from './totalsFile.ts';

/** What there is of a queue beside its totals. */
export interface Beside {
  /** The numbers of the saves that are here. */
  here: readonly Range[];
  findBySequence(sequence: number): Save | undefined;
  /** The highest number that was ever given. */
  lastSequence: number;
  /** Those on their way to the disk. */
  beingStored: Iterable<number>;
}

/** Numbers that were given, and are neither here nor counted nor on their way. */
export function missingBeside(
  {
    counted,
    passedOver,
    missed,
    days,
  }: Pick<TotalsContent, 'counted' | 'passedOver' | 'missed' | 'days'>,
  gone: readonly LeavingRow[],
  { here, findBySequence, lastSequence, beingStored }: Beside,
): Missing[] {
  const left = new Map(gone.map((row) => [row.sequence, row.day]));
  const known = [
    ...[...here, ...counted, ...passedOver],
    ...rangesOf(left.keys()),
    ...rangesOf(beingStored),
  ];
  const dayOfNumber = (sequence: number) => {
    const save = findBySequence(sequence);
    return save === undefined ? (left.get(sequence) ?? null) : dayOf(save.createdAt);
  };
  // Each belongs to one day, so that the days add up to the whole: where no neighbour tells, the newest there is.
  const newest = newestOf([...days.keys(), ...left.values()]) ?? newestHere(here, dayOfNumber);
  return missingOf({ lastSequence, known, dayOf: dayOfNumber, before: missed }).map((one) =>
    one.day === null ? { ...one, day: newest } : one,
  );
}

function newestOf(days: readonly Day[]): Day | null {
  return days.reduce<Day | null>((last, day) => (last === null || day > last ? day : last), null);
}

function newestHere(here: readonly Range[], dayOf: (sequence: number) => Day | null): Day | null {
  const last = here.at(-1)?.[1];
  return last === undefined ? null : dayOf(last);
}

/** What comes back of a queue by itself, beside its totals. */
export interface ComesBack {
  saves: Iterable<Save>;
  /** The highest number that it had given. */
  lastSequence: number;
}

/** What of a queue that comes back had gone there, and what was missing. */
export function goneOf(
  content: TotalsContent,
  { saves, lastSequence }: ComesBack,
): { days: DayTotals; missing: Missing[] } {
  const bySequence = new Map<number, Save>();
  for (const save of saves) bySequence.set(save.sequence, save);
  const gone = content.leaving.filter(({ sequence }) => !bySequence.has(sequence));
  const here = rangesOf([...bySequence.keys()].sort((one, other) => one - other));
  const findBySequence = (sequence: number) => bySequence.get(sequence);
  const missing = missingBeside(content, gone, {
    ...{ here, findBySequence, lastSequence, beingStored: [] },
  });
  // It had not begun to count.
  return { days: withCounted(content.days, gone), missing: content.isBeginning ? [] : missing };
}
