import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Clock } from '../clock/clock.ts';
import { errorCode } from '../files/durableFile.ts';
import { OtherProgramError } from '../files/otherProgramError.ts';
import type { Log } from '../log.ts';
import type { Hold } from './hold.ts';
import type { LeaseFile, LeaseReading } from './leaseFile.ts';
import type { LeaseRecord } from './leaseRecord.ts';
import { type Moment, momentOf, since } from './moment.ts';
import { isGone, type Place } from './place.ts';

/** A running till writes its lease anew so often (ms): twice at least while another one watches, and sure in between. */
export const BEAT_EVERY_MS = 3_000;

/** So long after a look (ms) no program that came after it can have opened the store: shorter than `SETTLE_FOR_MS`. */
const SURE_FOR_MS = 5_000;

/** A program of another PC watches the lease so long (ms) before it takes it over … */
export const WATCH_FOR_MS = 8_000;
/** … and then waits so long (ms) before it opens the store: by then whoever had it has looked, or is sure no more. */
export const SETTLE_FOR_MS = 8_000;

export interface LeaseOptions {
  file: LeaseFile;
  mine: LeaseRecord;
  here: Place;
  clock: Clock;
  log: Log;
  /** Called once, when another program has the folder. */
  onLost?: (() => void) | undefined;
  isFromElsewhere: boolean;
  /** What stood there at the start and could not be replaced: it beats no more, and says nothing against this till. */
  stale: string | null;
  /** Why it could not be written at the start, or null. */
  refusal: unknown;
}

/**
 * The data folder as this run of the program has it: looked at with every beat, and before a write where the last look is
 * too old. One that cannot be read or written stops nobody. `docs/one-pc.md` says what it promises.
 */
export class Lease implements Hold {
  readonly isFromElsewhere: boolean;
  readonly #options: LeaseOptions;
  #stale: string | null;
  /** Why the lease says nothing now, or null. */
  #refusal: string | null = null;
  /** Why no beat can be written now, or null. */
  #beatRefusal: string | null = null;
  #seenAt: Moment;
  #beat = 0;
  #isFlushed = false;
  #isRestored = false;
  #lostTo: string | null = null;
  #looking: Promise<void> | null = null;
  #isGivenBack = false;
  #stop: () => void;

  /** Of a lease that was just taken, or could not be. */
  constructor(options: LeaseOptions) {
    this.#options = options;
    this.isFromElsewhere = options.isFromElsewhere;
    this.#stale = options.stale;
    this.#seenAt = momentOf(options.clock);
    if (options.refusal !== null) this.#refused(options.refusal);
    this.#stop = options.clock.after(BEAT_EVERY_MS, this.#next);
  }

  get isSure(): boolean {
    return this.#lostTo === null && since(this.#seenAt, this.#options.clock) <= SURE_FOR_MS;
  }

  async confirm(): Promise<void> {
    // A look that was under way when the PC fell asleep proves nothing.
    await this.#looking?.catch(() => undefined);
    if (!this.isSure) await this.#look();
  }

  get warning(): StoreWarning | null {
    if (this.#lostTo === null) return null;
    const { host } = new OtherProgramError(this.#lostTo);
    return { code: 'store.other-program', detail: host };
  }

  /** The program ends: the next one may begin at once. */
  giveBack(): void {
    this.#isGivenBack = true;
    this.#stop();
    if (this.#lostTo === null) this.#options.file.removeNow(this.#options.mine);
  }

  readonly #next = async (): Promise<void> => {
    await this.#look().catch((error: unknown) => {
      if (errorCode(error) === '') this.#options.log.error('lease', { error: String(error) });
    });
    if (this.#isGivenBack || this.#lostTo !== null) return;
    this.#stop = this.#options.clock.after(BEAT_EVERY_MS, this.#next);
  };

  #look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #lookOnce(): Promise<void> {
    if (this.#lostTo !== null) throw new OtherProgramError(this.#lostTo);
    const { file, mine, clock } = this.#options;
    const began = momentOf(clock);
    // So late another program may have come and even gone again.
    const isLate = since(this.#seenAt, clock) > WATCH_FOR_MS && this.#refusal === null;
    try {
      this.#beat += 1;
      const beat = { ...mine, beat: this.#beat };
      const { reading, writeError } = await file.beat(beat, !this.#isFlushed);
      if (this.#isGivenBack) return;
      this.#noteBeat(writeError);
      if (!this.#isMine(reading)) {
        if (isLate || this.#isAnothers(reading)) throw this.#lose(reading);
        await this.#restore(reading);
      }
      this.#allowed();
    } catch (error) {
      if (error instanceof OtherProgramError || isLate) throw error;
      this.#refused(error);
    }
    this.#seenAt = began;
  }

  #isMine(reading: LeaseReading): boolean {
    return reading.kind === 'lease' && reading.lease.token === this.#options.mine.token;
  }

  /** One of an earlier run of this PC is nobody's: a backup has put it there. */
  #isAnothers(reading: LeaseReading): boolean {
    if (reading.kind !== 'lease' || reading.text === this.#stale) return false;
    return !isGone(reading.lease, this.#options.here);
  }

  /** Somebody has deleted it, or put something else there. */
  async #restore(reading: LeaseReading): Promise<void> {
    const { file, mine, clock } = this.#options;
    this.#isFlushed = false;
    if (reading.kind === 'no-file') await file.setAside(clock.now());
    // Where another program makes its own at this moment the next look shows it.
    if (reading.kind === 'missing' || reading.kind === 'no-file') await file.create(mine);
    else await file.replace(mine);
    if (!this.#isRestored) this.#options.log.warn('lease restored', { found: reading.kind });
    this.#isRestored = true;
  }

  #lose(reading: LeaseReading): OtherProgramError {
    const error = new OtherProgramError(reading.kind === 'lease' ? reading.lease.host : '');
    this.#lostTo = error.host;
    this.#options.log.error('another program has the data folder', { host: error.host });
    this.#options.onLost?.();
    return error;
  }

  #noteBeat(error: unknown): void {
    const code = error === null ? null : errorCode(error);
    if (code !== null && code !== this.#beatRefusal)
      this.#options.log.warn('lease not written', { code });
    this.#beatRefusal = code;
    this.#isFlushed ||= code === null;
  }

  #refused(error: unknown): void {
    const code = errorCode(error);
    if (code === '') throw error;
    if (code !== this.#refusal) this.#options.log.warn('no lease', { code });
    this.#refusal = code;
  }

  #allowed(): void {
    this.#refusal = null;
    this.#stale = null;
  }
}
