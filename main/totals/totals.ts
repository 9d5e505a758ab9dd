import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import { SaveBook } from '../../app/outbox/saveBook.ts';
import { type Day, dayOf, spanOf, yearsBefore } from '../../app/totals/days.ts';
import { bothTotals, countOf, type DayTotals, withCounted } from '../../app/totals/dayTotals.ts';
import { countedAs } from '../../app/totals/kinds.ts';
import type { Missing } from '../../app/totals/missing.ts';
import { isIn, lastOutside, mergeRanges, type Range, rangesOf } from '../../app/totals/ranges.ts';
import { errorCode } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { setAside } from '../files/setAside.ts';
import type { Log } from '../log.ts';
import type { CountedBeside, Counting } from '../outbox/counting.ts';
import type { Vault } from '../vault/vault.ts';
import { formatOfStore } from './formatOfStore.ts';
import { type ComesBack, goneOf, missingBeside } from './missingNumbers.ts';
import {
  type LeavingRow,
  readTotals,
  TOTALS_FILE,
  type TotalsContent,
  writeTotals,
} from './totalsFile.ts';

/** So long the totals of a day are kept (years). */
const YEARS_KEPT = 2;

/** More missing ranges than these have no day of their own in the file. */
const MOST_MISSED = 10_000;

/** The first format of the store that no version has written before there were totals. */
const FIRST_COUNTED_FORMAT = 9;

export interface TotalsOptions {
  /** The data folder. */
  folder: string;
  vault: Pick<Vault, 'trailMac'>;
  /** Till's clock, ms since 1970. */
  now: () => number;
  log: Pick<Log, 'warn'>;
  /** Default: onto the disk. */
  write?: typeof writeTotals;
}

/** All that is known at one moment of what is not in the outbox any more. */
export interface TotalsView {
  /** What is forgotten, by day. */
  days: DayTotals;
  /** What nobody knows anything of. */
  missing: readonly Missing[];
  /** Forgotten, counted, and in the outbox all the same: the store was set back. In ascending order. */
  again: readonly Range[];
  /** Of which nothing is expected here. */
  passedOver: readonly Range[];
}

type Span = readonly [begin: number, end: number];

const NONE_BESIDE: CountedBeside = {
  saves: new SaveBook(),
  numbers: { lastSequence: 0, beingStored: [] },
};

/**
 * What is forgotten is still counted: by day, shop, operator and what became of it, without anything of a person, two
 * years long (`docs/reconciliation.md`). A save is written here before it is erased, and counts from the moment on when it
 * is not in the outbox any more: whatever comes between the two, it counts once.
 */
export class Totals implements Counting {
  readonly #options: TotalsOptions;
  readonly warnings: StoreWarning[] = [];
  #content: TotalsContent;
  /** Every number that is counted, and of which content. */
  #known: (Pick<TotalsContent, 'counted' | 'leaving'> & { all: readonly Range[] }) | null = null;
  /** When the days of which something accepted is forgotten begin and end, the last ones first (ms since 1970), and of which content. */
  #forgotten: { content: TotalsContent; days: readonly Span[] } | null = null;
  #beside: CountedBeside = NONE_BESIDE;
  /** Numbers that were passed over since the last writing. */
  #passing: Range[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #hasFailed = false;
  /** What lies there and could not be renamed: nothing is written over it. */
  #isInTheWay = false;

  private constructor(options: TotalsOptions, content: TotalsContent) {
    this.#options = options;
    this.#content = content;
  }

  /**
   * To be called before the store is opened, which may rewrite it in another format. Throws what the disk throws where the
   * file cannot be read now.
   */
  static async open(options: TotalsOptions): Promise<Totals> {
    const { folder, vault } = options;
    const found = await readTotals(folder, vault);
    if (typeof found !== 'string') return new Totals(options, found);
    const format = await formatOfStore(folder);
    // Without a store, what was given before was given by another queue.
    const isBeginning = format === null || format < FIRST_COUNTED_FORMAT;
    const totals = new Totals(options, newContent(found === 'absent' && isBeginning));
    if (found === 'unreadable') await totals.#putAside();
    else if (!isBeginning) totals.#lose(TOTALS_FILE);
    await totals.#inTurn(() => totals.#write(totals.#content));
    return totals;
  }

  /** From now on these are the saves that are not forgotten. To be waited for before any of them changes. */
  async beside(beside: CountedBeside): Promise<void> {
    this.#beside = beside;
    if (!this.#content.isBeginning) return;
    const { lastSequence } = beside.numbers;
    const missing = this.view().missing.filter(({ first }) => first <= lastSequence);
    const ranges = missing.map(({ first, last }): Range => [first, last]);
    // Not as what a call is given: of these there may be more than it takes.
    this.#passing = [...this.#passing, ...ranges];
    this.#content = { ...this.#content, isBeginning: false };
    await this.#inTurn(() => this.#writeAsItIs());
  }

  /**
   * Keeps what saves count as, then erases them. Null, and nothing is erased, where the disk does not take it. `as`: what
   * they count as from then on, whatever their state. One that `erase` leaves where it is counts as it is there.
   */
  leave<Result>(
    saves: readonly Save[],
    erase: () => Promise<Result>,
    as?: 'erased',
  ): Promise<Result | null> {
    return this.#inTurn(async () => {
      const { counted } = this.#content;
      const leaving = saves
        .filter(({ sequence }) => !isIn(counted, sequence))
        .map((save) => ({ sequence: save.sequence, ...countedAs(save, as) }));
      if (!(await this.#write({ ...this.#folded(), leaving }))) return null;
      const result = await erase();
      // What stays may be something else when it leaves.
      if (leaving.some((row) => this.#isHere(row.sequence))) await this.#writeAsItIs();
      return result;
    });
  }

  /** Of these numbers nothing is expected here; known at once, on disk with the next change. */
  passOver(first: number, last: number): void {
    if (last < first) return;
    this.#passing.push([first, last]);
  }

  get lastPassedOver(): number {
    return this.#content.passedOver.at(-1)?.[1] ?? 0;
  }

  lastUncounted(sequence: number): number {
    const { counted, leaving } = this.#content;
    if (this.#known?.leaving !== leaving || this.#known.counted !== counted) {
      const rows = leaving.map((row) => row.sequence).sort((one, other) => one - other);
      this.#known = { counted, leaving, all: mergeRanges([...counted, ...rangesOf(rows)]) };
    }
    return lastOutside(this.#known.all, sequence);
  }

  forgottenUntil(time: number): number {
    if (this.#forgotten?.content !== this.#content)
      this.#forgotten = { content: this.#content, days: daysForgotten(this.#content) };
    const [, end] = this.#forgotten.days.find(([begin]) => begin <= time) ?? [];
    return end ?? Number.NEGATIVE_INFINITY;
  }

  /**
   * What is older than two years goes. `confirmedTime`: the gateway's clock, ms since 1970, as two answers have proved it.
   * By neither clock alone: a till's may be wrong, and a gateway that lies about the time would take away what tells of it.
   */
  async prune(confirmedTime: number): Promise<void> {
    const oldest = yearsBefore(dayOf(Math.min(confirmedTime, this.#options.now())), YEARS_KEPT);
    await this.#inTurn(async () => {
      const content = this.#folded();
      if ([...content.days.keys()].some((day) => day < oldest))
        await this.#write(withoutOlder(content, oldest));
    });
  }

  /**
   * The totals of a queue that comes back are counted here as well, once, whatever numbers it had, and what was missing
   * there is missing here. `there`: what comes back of it by itself. False where the disk does not take them.
   */
  takeIn(theirs: TotalsContent, there: ComesBack): Promise<boolean> {
    return this.#inTurn(async () => {
      const { queueId, others } = this.#content;
      const isKnown = [queueId, ...others.map((other) => other.queueId)].includes(theirs.queueId);
      if (isKnown) return true;
      const { days, missing } = goneOf(theirs, there);
      let count = 0;
      for (const total of days.values()) count += countOf(total);
      const content = this.#folded();
      return this.#write({
        ...content,
        days: bothTotals(content.days, days),
        others: [...content.others, { queueId: theirs.queueId, count }],
        elsewhere: [...content.elsewhere, ...missing, ...theirs.elsewhere].slice(0, MOST_MISSED),
      });
    });
  }

  view(): TotalsView {
    const { days, counted, elsewhere } = this.#content;
    const gone = this.#gone();
    const here = this.#here();
    return {
      days: withCounted(days, gone),
      missing: [...this.#missing(gone, here), ...elsewhere],
      again: both(here, counted),
      passedOver: this.#passedOver(),
    };
  }

  /** Writes what is known and not on the disk; resolves when nothing is being written any more. */
  async keep(): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#hasFailed || this.#passing.length > 0) await this.#writeAsItIs();
    });
  }

  #isHere(sequence: number): boolean {
    return this.#beside.saves.findBySequence(sequence) !== undefined;
  }

  #here(): Range[] {
    return rangesOf([...this.#beside.saves.sequences('all').newestFirst()].reverse());
  }

  #gone(): LeavingRow[] {
    return this.#content.leaving.filter((row) => !this.#isHere(row.sequence));
  }

  #passedOver(): Range[] {
    return mergeRanges([...this.#content.passedOver, ...this.#passing]);
  }

  #missing(gone: readonly LeavingRow[], here: readonly Range[]): Missing[] {
    const { saves, numbers } = this.#beside;
    const { lastSequence, beingStored } = numbers;
    const findBySequence = (sequence: number) => saves.findBySequence(sequence);
    const content = { ...this.#content, passedOver: this.#passedOver() };
    return missingBeside(content, gone, { here, findBySequence, lastSequence, beingStored });
  }

  /** What has left is counted, and what has not counts as what it is in the outbox. */
  #folded(): TotalsContent {
    const gone = this.#gone();
    const numbers = rangesOf(gone.map(({ sequence }) => sequence).sort((a, b) => a - b));
    return {
      ...this.#content,
      counted: mergeRanges([...this.#content.counted, ...numbers]),
      days: withCounted(this.#content.days, gone),
      leaving: [],
      passedOver: this.#passedOver(),
      missed: this.#missing(gone, this.#here()).slice(0, MOST_MISSED),
    };
  }

  #writeAsItIs(): Promise<boolean> {
    return this.#write(this.#folded());
  }

  async #write(content: TotalsContent): Promise<boolean> {
    const { folder, vault, log, write = writeTotals } = this.#options;
    const passing = this.#passing.length;
    if (this.#isInTheWay) await this.#putAside();
    const isWritten = !this.#isInTheWay && (await isDone(write(folder, vault, content)));
    if (isWritten) {
      this.#content = content;
      this.#passing = this.#passing.slice(passing);
    } else if (!this.#hasFailed) log.warn('totals not written: nothing is forgotten', {});
    this.#hasFailed = !isWritten;
    return isWritten;
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(work, work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #putAside(): Promise<void> {
    const { folder, now } = this.#options;
    const wasInTheWay = this.#isInTheWay;
    const path = join(folder, TOTALS_FILE);
    const name = await setAside(path, now()).catch((error: unknown) => {
      if (errorCode(error) === '') throw error;
      return null;
    });
    this.#isInTheWay = name === null;
    if (!wasInTheWay) this.#lose(name ?? TOTALS_FILE);
  }

  #lose(detail: string): void {
    this.warnings.push({ code: 'totals.lost', detail });
  }
}

function newContent(isBeginning: boolean): TotalsContent {
  return {
    queueId: randomBytes(16).toString('hex'),
    isBeginning,
    counted: [],
    passedOver: [],
    missed: [],
    days: new Map(),
    leaving: [],
    pruned: 0,
    others: [],
    elsewhere: [],
  };
}

function withoutOlder(content: TotalsContent, oldest: Day): TotalsContent {
  const days = new Map(content.days);
  let { pruned } = content;
  for (const [day, total] of content.days) {
    if (day >= oldest) continue;
    pruned += countOf(total);
    days.delete(day);
  }
  return { ...content, days, pruned };
}

/** The numbers that are in both. */
function both(some: readonly Range[], others: readonly Range[]): Range[] {
  const found: Range[] = [];
  let at = 0;
  for (const [first, last] of some) {
    while ((others[at]?.[1] ?? Number.POSITIVE_INFINITY) < first) at += 1;
    for (let next = at; (others[next]?.[0] ?? Number.POSITIVE_INFINITY) <= last; next += 1) {
      const [from, to] = others[next] ?? [0, 0];
      found.push([Math.max(first, from), Math.min(last, to)]);
    }
  }
  return found;
}

/** The days on which something was made that was accepted, and is forgotten; the last ones first. */
function daysForgotten({ days, leaving }: TotalsContent): Span[] {
  const accepted = new Set<Day>();
  for (const { day, kind } of leaving) if (kind === 'accepted') accepted.add(day);
  for (const [day, { rows }] of days)
    if (rows.some(({ kind }) => kind === 'accepted')) accepted.add(day);
  return [...accepted]
    .sort()
    .reverse()
    .map((day) => spanOf(day, day));
}
