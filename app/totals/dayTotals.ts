import type { Day } from './days.ts';
import type { Counted } from './kinds.ts';
import { NO_WAITS } from './waits.ts';

/** So many saves of a day are the same in all that is kept of them. */
export interface TotalRow extends Pick<Counted, 'shopId' | 'operatorId' | 'origin' | 'kind'> {
  count: number;
}

/** What is kept of the saves of a day. Never changed: more make another one. */
export interface DayTotal {
  readonly rows: readonly TotalRow[];
  /** How many were made in each of its hours. */
  readonly hours: readonly number[];
  /** How many of those that were accepted had waited how long: `WAIT_BOUNDS`. */
  readonly waits: readonly number[];
}

export type DayTotals = ReadonlyMap<Day, DayTotal>;

export const NO_HOURS: readonly number[] = Array.from({ length: 24 }, () => 0);

/** With more saves; the days that have none of them are the same as before. */
export function withCounted(days: DayTotals, counted: Iterable<Counted>): DayTotals {
  const added = new Map<Day, Counted[]>();
  for (const one of counted) {
    const ofDay = added.get(one.day);
    if (ofDay === undefined) added.set(one.day, [one]);
    else ofDay.push(one);
  }
  if (added.size === 0) return days;
  const all = new Map(days);
  for (const [day, more] of added) all.set(day, dayWith(all.get(day), more));
  return all;
}

/** Two counts of different saves as one. */
export function bothTotals(one: DayTotals, other: DayTotals): DayTotals {
  const all = new Map(one);
  for (const [day, total] of other) {
    const here = all.get(day);
    all.set(day, here === undefined ? total : sum(here, total));
  }
  return all;
}

/** How many saves a day has. */
export function countOf({ rows }: DayTotal): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}

function dayWith(before: DayTotal | undefined, counted: readonly Counted[]): DayTotal {
  const counter = new DayCounter(before);
  for (const one of counted) counter.add(one);
  return counter.total();
}

/** Counts the saves of a day, one after the other. */
export class DayCounter {
  readonly #rows = new Map<string, TotalRow>();
  readonly #hours: number[];
  readonly #waits: number[];

  /** `before`: what is counted of the day already. */
  constructor(before?: DayTotal) {
    for (const row of before?.rows ?? []) this.#rows.set(keyOf(row), { ...row });
    this.#hours = [...(before?.hours ?? NO_HOURS)];
    this.#waits = [...(before?.waits ?? NO_WAITS)];
  }

  add(one: Counted): void {
    const { shopId, operatorId, origin, kind, hour, wait } = one;
    const key = keyOf(one);
    const row = this.#rows.get(key);
    if (row !== undefined) row.count += 1;
    else this.#rows.set(key, { shopId, operatorId, origin, kind, count: 1 });
    this.#hours[hour] = (this.#hours[hour] ?? 0) + 1;
    if (wait !== null) this.#waits[wait] = (this.#waits[wait] ?? 0) + 1;
  }

  total(): DayTotal {
    const rows = [...this.#rows.values()].map((row) => ({ ...row }));
    return { rows, hours: [...this.#hours], waits: [...this.#waits] };
  }
}

function sum(one: DayTotal, other: DayTotal): DayTotal {
  const rows = new Map<string, TotalRow>();
  for (const row of [...one.rows, ...other.rows]) {
    const key = keyOf(row);
    rows.set(key, { ...row, count: row.count + (rows.get(key)?.count ?? 0) });
  }
  const added = (these: readonly number[], those: readonly number[]) =>
    these.map((count, at) => count + (those[at] ?? 0));
  return {
    rows: [...rows.values()],
    hours: added(one.hours, other.hours),
    waits: added(one.waits, other.waits),
  };
}

/** With their lengths, whatever stands in an id; asked for every save of a chart. */
function keyOf({ shopId, operatorId, origin, kind }: Omit<TotalRow, 'count'>): string {
  const shop = shopId === null ? '-' : `${shopId.length} ${shopId}`;
  const operator = operatorId === null ? '-' : `${operatorId.length} ${operatorId}`;
  return `${origin} ${kind} ${shop} ${operator}`;
}
