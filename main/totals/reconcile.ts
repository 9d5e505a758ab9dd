import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import { addDays, type Day, dayReader, spanOf } from '../../app/totals/days.ts';
import { DayCounter, type DayTotal, NO_HOURS } from '../../app/totals/dayTotals.ts';
import { countedAs, KINDS, type Kind, kindOf, originOf } from '../../app/totals/kinds.ts';
import type { Missing } from '../../app/totals/missing.ts';
import { isIn } from '../../app/totals/ranges.ts';
import {
  type DayFigures,
  type Days,
  MOST_NAMED,
  type Reconciliation,
  type Tally,
} from '../../app/totals/reconciliation.ts';
import { waitWithin } from '../../app/totals/waits.ts';
import { inSlices } from '../outbox/inSlices.ts';
import type { Totals, TotalsView } from './totals.ts';

export interface ReconciledFrom {
  saves: Pick<Saves, 'values'>;
  totals: Pick<Totals, 'view'>;
}

/** Whether a save counts for itself in these days. */
export function countsIn({ from, to }: Days, { again }: TotalsView): (save: Save) => boolean {
  const [start, end] = spanOf(from, to);
  return ({ createdAt, sequence }) => {
    // As a date has it.
    const time = Math.trunc(createdAt);
    return time >= start && time < end && !isIn(again, sequence);
  };
}

/** The sum of these days, as it is at this moment. */
export async function reconcile(
  { saves, totals }: ReconciledFrom,
  days: Days,
): Promise<Reconciliation> {
  // Both at one moment: what is forgotten meanwhile is in one of them, and in one alone.
  const view = totals.view();
  const here = [...saves.values()];
  const counts = new Counts();
  for (const [day, total] of view.days) if (isWithin(day, days)) counts.addForgotten(total);
  const isOfThem = countsIn(days, view);
  await inSlices(here, (save) => {
    if (isOfThem(save)) counts.add(save);
  });
  const missing = view.missing.filter(({ day }) => day === null || isWithin(day, days));
  const difference = missing.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  counts.origins.registered.count += difference;
  return {
    ...days,
    registered: counts.origins.registered,
    takenOver: counts.origins['taken-over'],
    kinds: counts.kinds,
    difference,
    missing: missing.slice(0, MOST_NAMED),
    moreMissing: Math.max(0, missing.length - MOST_NAMED),
    again: view.again,
  };
}

/** What charts show of the last days up to `last`, oldest first; a day without any save has zeros. */
export async function daysOf(
  { saves, totals }: ReconciledFrom,
  last: Day,
  count: number,
): Promise<DayFigures[]> {
  const view = totals.view();
  const here = [...saves.values()];
  const from = addDays(last, 1 - count);
  const isOfThem = countsIn({ from, to: last }, view);
  const counters = new Map<Day, DayCounter>();
  const read = dayReader();
  await inSlices(here, (save) => {
    if (!isOfThem(save)) return;
    const counted = countedAs(save, kindOf(save), read);
    const counter = counters.get(counted.day) ?? new DayCounter(view.days.get(counted.day));
    counters.set(counted.day, counter);
    counter.add(counted);
  });
  return Array.from({ length: count }, (_, at) => {
    const day = addDays(from, at);
    const total = counters.get(day)?.total() ?? view.days.get(day);
    return figuresOf(day, total, view.missing);
  });
}

function isWithin(day: Day, { from, to }: Days): boolean {
  return from <= day && day <= to;
}

const none = (): Tally => ({ count: 0, forgotten: 0 });

class Counts {
  readonly origins = { registered: none(), 'taken-over': none() };
  readonly kinds = Object.fromEntries(KINDS.map((kind) => [kind, none()])) as Record<Kind, Tally>;

  add(save: Save): void {
    this.origins[originOf(save)].count += 1;
    this.kinds[kindOf(save)].count += 1;
  }

  addForgotten({ rows }: DayTotal): void {
    for (const { origin, kind, count } of rows)
      for (const tally of [this.origins[origin], this.kinds[kind]]) {
        tally.count += count;
        tally.forgotten += count;
      }
  }
}

function figuresOf(day: Day, total: DayTotal | undefined, missing: readonly Missing[]): DayFigures {
  const [kinds, operators, shops] = [
    new Sums<Kind>(),
    new Sums<string | null>(),
    new Sums<string | null>(),
  ];
  let [registered, takenOver] = [0, 0];
  for (const { kind, operatorId, shopId, origin, count } of total?.rows ?? []) {
    kinds.add(kind, count);
    operators.add(operatorId, count);
    shops.add(shopId, count);
    if (origin === 'registered') registered += count;
    else takenOver += count;
  }
  for (const { first, last, day: on } of missing) if (on === day) registered += last - first + 1;
  const waits = total?.waits ?? [];
  return {
    day,
    registered,
    takenOver,
    kinds: Object.fromEntries(kinds.sums),
    operators: [...operators.sums].map(([operatorId, count]) => ({ operatorId, count })),
    shops: [...shops.sums].map(([shopId, count]) => ({ shopId, count })),
    hours: total?.hours ?? NO_HOURS,
    waits: { half: waitWithin(waits, 0.5), nearlyAll: waitWithin(waits, 0.95) },
  };
}

class Sums<Key> {
  readonly sums = new Map<Key, number>();

  add(key: Key, count: number): void {
    this.sums.set(key, (this.sums.get(key) ?? 0) + count);
  }
}
