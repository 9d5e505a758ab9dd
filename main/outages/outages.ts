import { MOST_OUTAGE_DAYS, type Outage, type OutageReason } from '../../app/outages/outage.ts';
import type { Clock } from '../clock/clock.ts';
import { isLostForGood } from '../files/diskAnswer.ts';
import { errorCode } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import type { Log } from '../log.ts';
import type { Vault } from '../vault/vault.ts';
import { putOutagesAside, readOutages, writeOutages } from './outagesFile.ts';

/** While one lasts it is looked at, and written, so often (ms): so much of it a power cut may cost. */
const EVERY_MS = 60_000;

/** A call that fails and is made again is no outage: nothing shorter is kept (ms). */
const SHORTEST_MS = 10_000;

/** One that is back within this time, for the same reason, has not ended (ms). */
const BACK_WITHIN_MS = 60_000;

/** Nobody has looked for so long (ms): the PC slept. */
const UNSEEN_MS = 3 * EVERY_MS;

/** Where wall and monotonic clock differ by more (ms), the clock was set. */
const CLOCK_SET_MS = 60_000;

/** So many are kept at the most, and so long (ms). */
export const MOST_OUTAGES = 2_000;
const KEPT_MS = MOST_OUTAGE_DAYS * 24 * 60 * 60 * 1_000;

export interface OutagesOptions {
  /** The data folder. */
  folder: string;
  vault: Pick<Vault, 'trailMac'>;
  clock: Clock;
  log: Pick<Log, 'warn'>;
  /** Whether this program has the folder now. */
  isOurs: () => boolean;
  /** Why nothing can be sent just now though something waits; null where it can be, or nothing waits. */
  reason: () => OutageReason | null;
  /** The gateway's clock, ms since 1970, as two answers have proved it, or null: by no other is anything too old. */
  confirmedTime: () => number | null;
  /** Default: onto the disk. */
  write?: typeof writeOutages;
}

/** One that lasts, or did until a moment ago; the times are monotonic (ms). */
interface Watched {
  from: number;
  reason: OutageReason;
  since: number;
  seenAt: number;
}

/**
 * Writes down when nothing could be sent though something waited, and why, without anything of a person. How long one
 * lasted is the monotonic clock's word. What a kill or a power cut leaves open ended when it was last written. What the disk
 * does not give at the start is read as soon as it does, and nothing is written over it before.
 */
export class Outages {
  readonly #options: OutagesOptions;
  /** Ended, oldest first. */
  #ended: Outage[] = [];
  /** What was seen before lies there, or may, and the disk has not given it yet. */
  #isUnread = true;
  #open: Watched | null = null;
  /** The one that ended last, where it may still go on, and what is kept of it: nothing where it was too short. */
  #last: { watched: Watched; kept: Outage | null } | null = null;
  #writtenAt = Number.NEGATIVE_INFINITY;
  #isDirty = false;
  #writing: Promise<void> | null = null;
  #hasFailed = false;
  #isClosed = false;
  #cancel = () => {};
  #cancelReading = () => {};

  private constructor(options: OutagesOptions) {
    this.#options = options;
  }

  static async open(options: OutagesOptions): Promise<Outages> {
    const outages = new Outages(options);
    await outages.#readOrLater();
    return outages;
  }

  /** Something has changed: whether something can be sent, or whether something waits. */
  look(): void {
    if (this.#isClosed) return;
    const { clock, reason: why } = this.#options;
    const now = clock.monotonic();
    const reason = why();
    const open = this.#open;
    if (open !== null) {
      if (this.#isUnseen(open, now)) this.#end('unseen');
      else {
        open.seenAt = now;
        if (open.reason === reason) return;
        this.#end('over');
      }
    }
    if (reason !== null) this.#begin(reason, now);
  }

  /** All that were seen after `since` (ms since 1970), oldest first; the one that lasts has the length that it has now. */
  list(since: number): Outage[] {
    this.look();
    return this.#all().filter(({ from, length }) => from + length > since);
  }

  /** What lasts is on the disk as far as it was seen; nothing is written any more. */
  async close(): Promise<void> {
    this.look();
    this.#isClosed = true;
    this.#cancel();
    this.#cancelReading();
    if (this.#hasFailed || (this.#open !== null && this.#isLong(this.#open))) this.#write();
    await this.#writing;
  }

  #begin(reason: OutageReason, now: number): void {
    const { clock } = this.#options;
    const { watched: last, kept } = this.#last ?? { watched: null, kept: null };
    const isBack =
      last?.reason === reason && now - last.seenAt <= BACK_WITHIN_MS && !this.#isUnseen(last, now);
    if (isBack) {
      this.#ended = this.#ended.filter((one) => one !== kept);
      last.seenAt = now;
    }
    this.#open = isBack ? last : { from: clock.now(), reason, since: now, seenAt: now };
    this.#last = null;
    this.#cancel = clock.after(SHORTEST_MS, () => this.#turn());
  }

  #turn(): void {
    this.look();
    if (this.#open === null || this.#isClosed) return;
    const { clock } = this.#options;
    if (clock.monotonic() - this.#writtenAt >= EVERY_MS) this.#write();
    // The one that was looked at may be another one by now, which has a turn of its own.
    this.#cancel();
    this.#cancel = clock.after(EVERY_MS, () => this.#turn());
  }

  #end(ending: 'over' | 'unseen'): void {
    const open = this.#open;
    if (open === null) return;
    this.#cancel();
    this.#open = null;
    const kept = this.#isLong(open) ? outageOf(open, ending) : null;
    this.#last = ending === 'over' ? { watched: open, kept } : null;
    if (kept === null) return;
    this.#ended.push(kept);
    this.#write();
  }

  #isLong({ since, seenAt }: Watched): boolean {
    return seenAt - since >= SHORTEST_MS;
  }

  #isUnseen({ from, since, seenAt }: Watched, now: number): boolean {
    const apart = this.#options.clock.now() - from - (now - since);
    return now - seenAt > UNSEEN_MS || Math.abs(apart) > CLOCK_SET_MS;
  }

  #all(): Outage[] {
    const open = this.#open;
    if (open === null || !this.#isLong(open)) return [...this.#ended];
    return [...this.#ended, outageOf(open, 'lasting')];
  }

  #write(): void {
    this.#isDirty = true;
    this.#writtenAt = this.#options.clock.monotonic();
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
    });
  }

  async #writeAll(): Promise<void> {
    const { log, isOurs } = this.#options;
    while (this.#isDirty) {
      this.#isDirty = false;
      if (!isOurs()) return;
      const problem = await this.#writeNow().then(
        () => null,
        (error: unknown) => errorCode(error) || String(error),
      );
      // Once, until it goes again: a disk that is full stays full for long.
      if (problem !== null && !this.#hasFailed) log.warn('outages not written', { problem });
      this.#hasFailed = problem !== null;
    }
  }

  async #readOrLater(): Promise<void> {
    if (await isDone(this.#read())) return;
    const { clock } = this.#options;
    if (!this.#isClosed) this.#cancelReading = clock.after(EVERY_MS, () => this.#readOrLater());
  }

  /** Throws what the disk throws. */
  async #read(): Promise<void> {
    if (!this.#isUnread) return;
    const { folder, vault } = this.#options;
    const before = await readOutages(folder, vault);
    // Somebody else may have read it meanwhile, or put it aside.
    if (!this.#isUnread) return;
    this.#isUnread = false;
    this.#ended = [...before, ...this.#ended];
  }

  /** Throws what the disk throws where it may give another time what lies there. */
  async #readFirst(): Promise<void> {
    const { folder, clock } = this.#options;
    try {
      await this.#read();
    } catch (error) {
      if (!isLostForGood(error)) throw error;
      await putOutagesAside(folder, clock.now());
      this.#isUnread = false;
    }
  }

  async #writeNow(): Promise<void> {
    const { folder, vault, write = writeOutages } = this.#options;
    if (this.#isUnread) await this.#readFirst();
    this.#prune();
    await write(folder, vault, this.#all());
  }

  #prune(): void {
    const { clock, confirmedTime } = this.#options;
    const known = confirmedTime();
    // By neither clock alone: a gateway that lies about the time would take away what tells of it.
    const now = known === null ? Number.NEGATIVE_INFINITY : Math.min(known, clock.now());
    const oldest = now - KEPT_MS;
    this.#ended = this.#ended
      .filter(({ from, length }) => from + length >= oldest)
      .slice(-(MOST_OUTAGES - 1));
  }
}

function outageOf({ from, reason, since, seenAt }: Watched, ending: Outage['ending']): Outage {
  return { from, length: seenAt - since, reason, ending };
}
