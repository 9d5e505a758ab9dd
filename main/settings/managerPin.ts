import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { FREE_TRIES, lockLength } from '../../app/settings/lockLength.ts';
import type { PinRefusal } from '../../app/settings/pin.ts';
import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Clock } from '../clock/clock.ts';
import { isDone } from '../files/isDone.ts';

/** The PIN is never kept, only this. Sealed with the settings, because four digits are soon guessed. */
export const pinRecordSchema = z.object({
  salt: z.base64(),
  hash: z.base64(),
  /** Wrong tries since the last right one. */
  wrong: z.int().nonnegative(),
  /** The hash of the last wrong PIN that stood in a file; absent in older records. */
  wrongOfFile: z.base64().nullable().default(null),
  /** How often a PIN was set: of two records the later one counts. Absent in older records. */
  revision: z.int().nonnegative().default(0),
  /** There was an audit trail when it was kept: one that is gone has been removed. */
  hasTrail: z.boolean().default(false),
  /** The salt of the PIN that once came along out of a folder that was set aside; absent in older records. */
  cameWith: z.base64().nullable().default(null),
});

export type PinRecord = z.infer<typeof pinRecordSchema>;

/** The second place of the count: every wrong try has a line in the audit trail. */
export type PinTrail = Pick<
  AuditTrail,
  | 'tries'
  | 'pinRevision'
  | 'settingsRevision'
  | 'areSettingsUnsure'
  | 'isBroken'
  | 'isRead'
  | 'onceRead'
  | 'goOnUnread'
  | 'expect'
  | 'ready'
  | 'record'
  | 'owe'
>;

export interface ManagerPinOptions {
  clock: Clock;
  /** Writes the record where it outlives the program. Throws what the disk throws. */
  keep: () => Promise<void>;
  /** Called before another PIN, or a first one, is set. Must not throw. */
  beforeReplaced?: () => Promise<Replacing>;
  /** Default: null, one place only. */
  trail?: PinTrail | null;
}

/** What goes with another PIN; neither may throw. */
export interface Replacing {
  /** Called in the same turn in which the other PIN holds: what is written before has the PIN of before. */
  take: () => void;
  /** Called once the other PIN is stored, or is not. */
  end: () => void;
}

const NOBODY = { operatorId: null, slip: null };

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Node refuses to take more (bytes); it takes a little over 32 MB. */
const MAX_MEMORY_BYTES = 64 * 1024 * 1024;
/** 32 MB and about 0.1 s for one try (OWASP's figures for scrypt start at half of that). */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: MAX_MEMORY_BYTES };

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

  /** How many wrong tries are free before the next ones have to wait. */
  get triesLeft(): number {
    return Math.max(0, FREE_TRIES - (this.#record?.wrong ?? 0));
  }

  /** How long no try is taken (ms); 0 when tries are welcome. */
  get lockedFor(): number {
    return Math.max(0, this.#lockedUntil - this.#options.clock.monotonic());
  }

  /**
   * Takes over what was kept; the larger count holds, since either place may have been set back. After too many wrong
   * tries a lock begins anew, in its full length: what the wall clock says of it may have been set by whoever tries.
   */
  restore(record: PinRecord | null): void {
    const { trail = null, clock } = this.#options;
    const wrong = Math.max(record?.wrong ?? 0, trail?.tries ?? 0);
    this.#record = record === null ? null : { ...record, wrong, hasTrail: trail !== null };
    this.#lockedUntil = clock.monotonic() + lockLength(this.#record?.wrong ?? 0);
  }

  /**
   * Sets or replaces the PIN. `onHolds` is called in the turn in which it holds, before it is kept. Throws what the disk
   * throws; then the old one still holds.
   */
  set(pin: string, onHolds?: () => void): Promise<void> {
    return this.#inTurn(async () => {
      const before = this.#record;
      const salt = randomBytes(SALT_BYTES);
      const { trail = null } = this.#options;
      // Later than any that the trail tells of: an older one that somebody has kept must never count as the later one.
      const revision = Math.max(before?.revision ?? 0, trail?.pinRevision.highest ?? 0) + 1;
      const hash = await derivePin(pin, salt);
      const replacing = await this.#options.beforeReplaced?.();
      // Nothing may be waited for between these two: settings that are written there would seal the PIN of before anew.
      replacing?.take();
      this.#record = {
        salt: salt.toString('base64'),
        hash: hash.toString('base64'),
        wrong: 0,
        wrongOfFile: null,
        revision,
        hasTrail: trail !== null,
        cameWith: before?.cameWith ?? null,
      };
      onHolds?.();
      try {
        await this.#options.keep();
      } catch (error) {
        this.#record = before;
        // The file may have its name already, where only its folder was not flushed.
        await isDone(this.#options.keep());
        throw error;
      } finally {
        replacing?.end();
      }
      this.#lockedUntil = 0;
      await trail?.owe({ action: 'pin.set', ...NOBODY, tries: 0, revision });
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
      return isSame(await derivePin(pin, Buffer.from(record.salt, 'base64')), record.hash);
    });
  }

  #try(pin: string, isOfFile: boolean): Promise<'ok' | PinRefusal> {
    return this.#inTurn(async () => {
      const record = this.#record;
      if (record === null) return 'pin.unset';
      if (this.lockedFor > 0) return 'pin.locked';
      // Before anybody knows whether it is the PIN: the answer must not hang on that, nor how long it takes.
      if (!(await this.#canCount())) return this.#countInMemory(record);
      const hash = await derivePin(pin, Buffer.from(record.salt, 'base64'));
      const isRight = isSame(hash, record.hash);
      if (isRight && record.wrong === 0) return 'ok';
      const { wrongOfFile } = record;
      if (isOfFile && wrongOfFile !== null && isSame(hash, wrongOfFile)) return 'pin.wrong';
      const wrong = isRight ? 0 : record.wrong + 1;
      const lock = lockLength(wrong);
      const isKept = isOfFile && !isRight;
      this.#record = { ...record, wrong, ...(isKept && { wrongOfFile: hash.toString('base64') }) };
      this.#lockedUntil = this.#options.clock.monotonic() + lock;
      const refusal = lock > 0 ? 'pin.locked' : 'pin.wrong';
      // Kept before the answer is given, so that ending the program does not win further tries.
      const isCounted = await this.#count(isRight ? 'pin.right' : refusal, wrong);
      if (!isCounted) return this.#countInMemory(record);
      return isRight ? 'ok' : refusal;
    });
  }

  /**
   * Of a try that no place takes, the right PIN or not: whoever starts the program anew has lost nothing by it, and is not to
   * hear by the lock which it was.
   */
  #countInMemory(before: PinRecord): 'audit.refused' {
    const wrong = before.wrong + 1;
    this.#record = { ...before, wrong };
    this.#lockedUntil = this.#options.clock.monotonic() + lockLength(wrong);
    return 'audit.refused';
  }

  /**
   * In both places; true where one of them has it. In memory a try counts in any case. Where neither takes it, no
   * PIN is taken: it could be tried for ever.
   */
  async #count(action: 'pin.right' | 'pin.wrong' | 'pin.locked', tries: number): Promise<boolean> {
    const isKept = await isDone(this.#options.keep());
    const isNoted = await this.#options.trail?.record({ action, ...NOBODY, tries });
    return isKept || isNoted === true;
  }

  /** A PIN is tried only where a wrong one would leave a trace. */
  async #canCount(): Promise<boolean> {
    const { trail = null } = this.#options;
    return trail === null || (await trail.ready()) || (await isDone(this.#options.keep()));
  }

  /** One at a time: a hundred tries at once would otherwise all be let through. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(act);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

function isSame(hash: Buffer, kept: string): boolean {
  return timingSafeEqual(hash, Buffer.from(kept, 'base64'));
}

/** The scrypt hash of a PIN. */
export function derivePin(pin: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, HASH_BYTES, COST, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
