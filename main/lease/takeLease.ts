import { join } from 'node:path';
import { errorCode } from '../files/durableFile.ts';
import { OtherProgramError } from '../files/otherProgramError.ts';
import { Lease, type LeaseOptions, SETTLE_FOR_MS, WATCH_FOR_MS } from './lease.ts';
import { LeaseFile, type LeaseReading } from './leaseFile.ts';
import { newLease } from './leaseRecord.ts';
import { isGone, type Place } from './place.ts';

/** Who runs on a data folder, and until when. */
export const LEASE_FILE = 'lease.json';

/** While another program's lease is watched it is read so often (ms). */
const LOOK_EVERY_MS = 1_000;

export interface TakeOptions extends Pick<LeaseOptions, 'clock' | 'log' | 'onLost'> {
  /** The data folder; it must exist. */
  folder: string;
  here: Place;
  /** Default: the one in the folder. */
  file?: LeaseFile;
  /** Called once where the start has to wait to see whether the program of this PC still runs (`?`: not known). */
  onWaiting: (host: string) => void;
}

/**
 * Takes the data folder for this run: at once where nobody has it or its last program is surely gone, otherwise when its
 * lease has stood still for long enough. No two PCs' clocks are compared. Rejects with `OtherProgramError` where it moves.
 * A disk that refuses stops nobody.
 */
export async function takeLease(options: TakeOptions): Promise<Lease> {
  const start = new LeaseStart(options);
  return start.take();
}

class LeaseStart {
  readonly #options: TakeOptions;
  readonly #file: LeaseFile;
  readonly #mine;
  #isWaiting = false;
  #isFromElsewhere = false;
  #stale: string | null = null;
  #beat = 0;

  constructor(options: TakeOptions) {
    this.#options = options;
    this.#file = options.file ?? new LeaseFile(join(options.folder, LEASE_FILE));
    this.#mine = newLease(options.here);
  }

  async take(): Promise<Lease> {
    try {
      for (;;) {
        const lease = await this.#try(await this.#file.read());
        if (lease !== null) return lease;
      }
    } catch (error) {
      if (error instanceof OtherProgramError || errorCode(error) === '') throw error;
      return this.#begin(error);
    }
  }

  /** Null: something else may stand there now. */
  async #try(reading: LeaseReading): Promise<Lease | null> {
    const { here, clock, log } = this.#options;
    switch (reading.kind) {
      case 'missing':
        return (await this.#file.create(this.#mine)) ? this.#begin() : null;
      case 'no-file':
        log.warn('lease set aside');
        await this.#file.setAside(clock.now());
        return null;
      default:
        if (reading.kind === 'lease' && isGone(reading.lease, here)) {
          this.#stale = reading.text;
          await this.#file.replace(this.#mine);
          return this.#begin();
        }
        return this.#takeOver(reading);
    }
  }

  async #takeOver(found: LeaseReading & { text: string }): Promise<Lease | null> {
    const { clock, log, onWaiting } = this.#options;
    const host = found.kind === 'lease' ? found.lease.host : '';
    if (!this.#isWaiting) onWaiting(host === '' ? '?' : host);
    this.#isWaiting = true;
    if (!(await this.#standsStill(found))) return null;
    this.#stale = found.text;
    this.#isFromElsewhere = true;
    await this.#file.replace(this.#mine);
    // Whoever had it is sure for some seconds more. And of two that take it over at once the later one has it.
    const until = clock.monotonic() + SETTLE_FOR_MS;
    while (clock.monotonic() < until) {
      await this.#pause();
      if (!(await this.#isMine())) return null;
    }
    log.warn('lease taken over', { host });
    return this.#begin();
  }

  /** Beats as well. What cannot be read just now says nothing against it. */
  async #isMine(): Promise<boolean> {
    this.#beat += 1;
    const beat = { ...this.#mine, beat: this.#beat };
    const looked = await this.#file.beat(beat, false).catch(unlessBug);
    if (looked === null) return true;
    const { reading } = looked;
    return reading.kind === 'lease' && reading.lease.token === this.#mine.token;
  }

  /** False where something else stands there. Rejects where the same program has written again. */
  async #standsStill(found: LeaseReading & { text: string }): Promise<boolean> {
    const { clock } = this.#options;
    const until = clock.monotonic() + WATCH_FOR_MS;
    for (;;) {
      await this.#pause();
      const isLast = clock.monotonic() >= until;
      const look = this.#file.read();
      const reading = await (isLast ? look : look.catch(unlessBug));
      if (reading === null) continue;
      if (!('text' in reading)) return false;
      if (reading.text !== found.text) {
        const isSame =
          found.kind === 'lease' &&
          reading.kind === 'lease' &&
          found.lease.token === reading.lease.token;
        if (isSame) throw new OtherProgramError(reading.lease.host);
        return false;
      }
      if (isLast) return true;
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => this.#options.clock.after(LOOK_EVERY_MS, resolve));
  }

  /** `refusal`: why there is no lease on the disk. */
  #begin(refusal: unknown = null): Lease {
    const { clock, log, onLost, here } = this.#options;
    return new Lease({
      file: this.#file,
      mine: this.#mine,
      here,
      clock,
      log,
      onLost,
      isFromElsewhere: this.#isFromElsewhere,
      stale: refusal === null ? null : this.#stale,
      refusal,
    });
  }
}

function unlessBug(error: unknown): null {
  if (errorCode(error) === '') throw error;
  return null;
}
