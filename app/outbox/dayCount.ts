import type { Save } from './save.ts';

/**
 * How many members were registered on the present day, by the calendar of this PC: new ones of this till's own, whatever
 * has become of them. What corrects another save, or came from another till, registers nobody here. Kept save by save;
 * all are counted only when a day begins.
 */
export class DayCount {
  readonly #all: () => Iterable<Save>;
  #count = 0;
  /** The day that is counted (ms since 1970, the end excluded); none before anybody has asked. */
  #from = 0;
  #until = 0;

  constructor(all: () => Iterable<Save>) {
    this.#all = all;
  }

  add(save: Save): void {
    if (this.#isCounted(save)) this.#count += 1;
  }

  remove(save: Save): void {
    if (this.#isCounted(save)) this.#count -= 1;
  }

  /** `now`: ms since 1970, by the till's clock. */
  at(now: number): number {
    if (now < this.#from || now >= this.#until) this.#begin(now);
    return this.#count;
  }

  #begin(now: number): void {
    const day = new Date(now);
    this.#from = day.setHours(0, 0, 0, 0);
    // Not 24 hours where a clock is changed for the summer.
    this.#until = nextMidnight(now);
    this.#count = 0;
    for (const save of this.#all()) this.add(save);
  }

  #isCounted({ createdAt, imported, correctionOf }: Save): boolean {
    const isOfDay = createdAt >= this.#from && createdAt < this.#until;
    return isOfDay && imported === null && correctionOf === null;
  }
}

/** When the day after this moment begins, by the calendar of this PC; both in ms since 1970. */
export function nextMidnight(now: number): number {
  const day = new Date(now);
  day.setDate(day.getDate() + 1);
  return day.setHours(0, 0, 0, 0);
}
