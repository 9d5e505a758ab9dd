import { join } from 'node:path';
import { FREE_TRIES, lockLength } from '../../app/settings/lockLength.ts';
import type { PinRefusal } from '../../app/settings/pin.ts';
import type { Clock } from '../clock/clock.ts';
import { readIfThere, replaceFile } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { derivePin } from './managerPin.ts';
import { type OpenPinRecord, openPinByte } from './openPinRecord.ts';
import { PIN_FILE, pinFileSchema } from './pinFile.ts';

/** The manager's PIN where the data key does not open: enough to decide about a new queue, and about nothing else. */
export class OpenPin {
  readonly #path: string;
  readonly #clock: Pick<Clock, 'monotonic'>;
  #record: OpenPinRecord;
  /** On the monotonic clock. */
  #lockedUntil: number;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(path: string, clock: Pick<Clock, 'monotonic'>, record: OpenPinRecord) {
    this.#path = path;
    this.#clock = clock;
    this.#record = record;
    this.#lockedUntil = clock.monotonic() + lockLength(record.wrong);
  }

  /** Null where no PIN is known there. Throws what the disk throws. */
  static async read(folder: string, clock: Pick<Clock, 'monotonic'>): Promise<OpenPin | null> {
    const path = join(folder, PIN_FILE);
    const file = parse(await readIfThere(path));
    return file?.open ? new OpenPin(path, clock, file.open) : null;
  }

  /** How long no try is taken (ms). */
  get lockedFor(): number {
    return Math.max(0, this.#lockedUntil - this.#clock.monotonic());
  }

  /** How many wrong tries are free before the next ones have to wait. */
  get triesLeft(): number {
    return Math.max(0, FREE_TRIES - this.#record.wrong);
  }

  /** One after the other. A wrong try that cannot be counted on the disk counts in memory. */
  verify(pin: string): Promise<'ok' | PinRefusal> {
    const result = this.#turn.then(async (): Promise<'ok' | PinRefusal> => {
      if (this.lockedFor > 0) return 'pin.locked';
      const { salt, byte, wrong } = this.#record;
      const isRight = openPinByte(await derivePin(pin, Buffer.from(salt, 'base64'))) === byte;
      this.#record = { salt, byte, wrong: isRight ? 0 : wrong + 1 };
      const lock = lockLength(this.#record.wrong);
      this.#lockedUntil = this.#clock.monotonic() + lock;
      await isDone(this.#keep());
      if (isRight) return 'ok';
      return lock > 0 ? 'pin.locked' : 'pin.wrong';
    });
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** Throws what the disk throws. */
  async #keep(): Promise<void> {
    const file = parse(await readIfThere(this.#path));
    // Somebody has put another one there meanwhile: it is not written over.
    if (file?.open?.salt !== this.#record.salt) return;
    await replaceFile(this.#path, JSON.stringify({ ...file, open: this.#record }));
  }
}

function parse(bytes: Buffer | null) {
  try {
    return pinFileSchema.parse(JSON.parse(bytes?.toString('utf8') ?? ''));
  } catch {
    return null;
  }
}
