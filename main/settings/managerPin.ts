import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { PinRefusal } from '../../app/settings/pin.ts';
import type { Clock } from '../replay/sleeper.ts';

/** The PIN is never kept, only this. Sealed with the settings, because four digits are soon guessed. */
export const pinRecordSchema = z.object({
  salt: z.base64(),
  hash: z.base64(),
  /** Wrong tries since the last right one. */
  wrong: z.int().nonnegative(),
  /** The hash of the last wrong PIN that stood in a file; absent in older records. */
  wrongOfFile: z.base64().nullable().default(null),
});

export type PinRecord = z.infer<typeof pinRecordSchema>;

export interface ManagerPinOptions {
  clock: Clock;
  /** Writes the record where it outlives the program. Throws what the disk throws. */
  keep: () => Promise<void>;
}

const FREE_TRIES = 5;
const FIRST_LOCK = 30_000;
const LONGEST_LOCK = 60 * 60_000;

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Node refuses to take more (bytes); it takes a little over 32 MB. */
const MOST_MEMORY = 64 * 1024 * 1024;
/** 32 MB and about 0.1 s for one try (OWASP's figures for scrypt start at half of that). */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: MOST_MEMORY };

/**
 * The manager's PIN. Tries are taken one after the other; after five wrong ones it locks, 30 s first
 * and twice as long after each further wrong one, an hour at the most. While it is locked nothing is
 * tried at all. Waiting is measured on the monotonic clock: setting the PC's clock opens nothing.
 */
export class ManagerPin {
  readonly #options: ManagerPinOptions;
  #record: PinRecord | null = null;
  /** On the monotonic clock. */
  #lockedUntil = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: ManagerPinOptions) {
    this.#options = options;
  }

  get isSet(): boolean {
    return this.#record !== null;
  }

  /** What is to be kept, or null while no PIN is set. */
  get record(): PinRecord | null {
    return this.#record;
  }

  /** How long no try is taken (ms); 0 when tries are welcome. */
  get lockedFor(): number {
    return Math.max(0, this.#lockedUntil - this.#options.clock.monotonic());
  }

  /**
   * Takes over what was kept. After too many wrong tries a lock begins anew, in its full length: what the
   * wall clock says of it may have been set by whoever tries.
   */
  restore(record: PinRecord | null): void {
    this.#record = record;
    this.#lockedUntil = this.#options.clock.monotonic() + lockLength(record?.wrong ?? 0);
  }

  /** Sets or replaces the PIN. Throws what the disk throws; then the old one still holds. */
  set(pin: string): Promise<void> {
    return this.#inTurn(async () => {
      const before = this.#record;
      const salt = randomBytes(SALT_BYTES);
      const hash = await derive(pin, salt);
      this.#record = {
        salt: salt.toString('base64'),
        hash: hash.toString('base64'),
        wrong: 0,
        wrongOfFile: null,
      };
      try {
        await this.#options.keep();
      } catch (error) {
        this.#record = before;
        throw error;
      }
      this.#lockedUntil = 0;
    });
  }

  verify(pin: string): Promise<'ok' | PinRefusal> {
    return this.#try(pin, false);
  }

  /** The same for a PIN that stands in a file: a file that comes again at every start counts once. */
  verifyOfFile(pin: string): Promise<'ok' | PinRefusal> {
    return this.#try(pin, true);
  }

  /** Whether this is the PIN, asked by whom nothing is kept from: no try is counted, no lock holds. */
  is(pin: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const record = this.#record;
      if (record === null) return false;
      return isSame(await derive(pin, Buffer.from(record.salt, 'base64')), record.hash);
    });
  }

  #try(pin: string, isOfFile: boolean): Promise<'ok' | PinRefusal> {
    return this.#inTurn(async () => {
      const record = this.#record;
      if (record === null) return 'pin.unset';
      if (this.lockedFor > 0) return 'pin.locked';
      const hash = await derive(pin, Buffer.from(record.salt, 'base64'));
      const isRight = isSame(hash, record.hash);
      if (isRight && record.wrong === 0) return 'ok';
      const { wrongOfFile } = record;
      if (isOfFile && wrongOfFile !== null && isSame(hash, wrongOfFile)) return 'pin.wrong';
      const wrong = isRight ? 0 : record.wrong + 1;
      const lock = lockLength(wrong);
      const isKept = isOfFile && !isRight;
      this.#record = { ...record, wrong, ...(isKept && { wrongOfFile: hash.toString('base64') }) };
      this.#lockedUntil = this.#options.clock.monotonic() + lock;
      // Kept before the answer is given, so that ending the program does not win further tries. A full
      // disk must not lock the manager out, and in memory the try is counted anyway.
      await this.#options.keep().catch(() => undefined);
      if (isRight) return 'ok';
      return lock > 0 ? 'pin.locked' : 'pin.wrong';
    });
  }

  /** One at a time: a hundred tries at once would otherwise all find the door unlocked. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(act);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

function isSame(hash: Buffer, kept: string): boolean {
  return timingSafeEqual(hash, Buffer.from(kept, 'base64'));
}

function lockLength(wrong: number): number {
  if (wrong < FREE_TRIES) return 0;
  return Math.min(FIRST_LOCK * 2 ** (wrong - FREE_TRIES), LONGEST_LOCK);
}

function derive(pin: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, HASH_BYTES, COST, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
