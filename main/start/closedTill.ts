import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CALL_NAMES } from '../../app/ipc/calls.ts';
import type { TillView } from '../../app/ipc/tillView.ts';
import type { KeyQuestion } from '../../app/keys/keyQuestion.ts';
import { LOCALES, type Locale } from '../../app/settings/locales.ts';
import { NOTHING_GIVEN, NOTHING_LOCKED } from '../../app/settings/lockedSettings.ts';
import { DEFAULT_LOCK_AFTER_MINUTES } from '../../app/settings/provision.ts';
import type { Clock } from '../clock/clock.ts';
import { errorCode } from '../files/durableFile.ts';
import { asWriteFailure } from '../files/storeFailure.ts';
import type { Handlers } from '../ipc/handle.ts';
import { pinRefused } from '../ipc/refuseWithoutPin.ts';
import { done, failed } from '../ipc/reply.ts';
import type { KeyAnswers } from '../openWithKey.ts';
import { OpenPin } from '../settings/openPin.ts';
import { setAsideTogether } from '../vault/asideFolders.ts';
import type { KeyClosedError } from '../vault/dataKey.ts';

export interface ClosedTillOptions {
  /** The data folder. */
  folder: string;
  clock: Pick<Clock, 'monotonic' | 'now'>;
  appVersion: string;
  /** Rejects where the folder is another program's by now, and with what the disk throws. */
  confirm: () => Promise<void>;
  /** Starts the program anew: Chromium asks a key store once in its life. */
  restart: () => void;
}

/** Where none is set, none is refused. */
const NO_PIN = { lockedFor: 0, triesLeft: 0 };

/** What the window shows and may ask while the till's key does not open: the question about it, and nothing else. */
export class ClosedTill {
  readonly #options: ClosedTillOptions;
  #question: KeyQuestion | null = null;
  #answers: KeyAnswers | null = null;
  #pin: OpenPin | null = null;
  #locale: Locale = 'zh-CN';

  constructor(options: ClosedTillOptions) {
    this.#options = options;
  }

  /** The key has not opened, and these are the answers that there are. */
  async ask({ problem, detail }: KeyClosedError, answers: KeyAnswers): Promise<void> {
    const pin = await this.#readPin();
    this.#locale = await localeOf(this.#options.folder);
    this.#answers = answers;
    this.#question = { problem, detail, needsPin: pin !== null };
  }

  /**
   * Null where none is known. `unread`: the disk does not give its file now, which is no sign that there is none: whoever
   * holds it for a moment would have a new queue begun by anybody.
   */
  async #readPin(): Promise<OpenPin | null | 'unread'> {
    const { folder, clock } = this.#options;
    try {
      // Its lock goes on from one try of the key to the next.
      this.#pin ??= await OpenPin.read(folder, clock);
      return this.#pin;
    } catch (error) {
      if (errorCode(error) === '') throw error;
      return 'unread';
    }
  }

  get view(): TillView {
    return {
      closed: this.#question,
      provisioned: false,
      locked: NOTHING_LOCKED,
      given: NOTHING_GIVEN,
      isLost: false,
      // Whether it asks for one stands in its question.
      hasPin: true,
      brandId: '',
      shopId: '',
      operators: [],
      notice: null,
      lockAfterMinutes: DEFAULT_LOCK_AFTER_MINUTES,
      isLocked: false,
      locale: this.#locale,
      isSoundOn: false,
      question: null,
      move: null,
      computer: null,
      isOldKeyNeeded: false,
      appVersion: this.#options.appVersion,
    };
  }

  /** Everything but the question is refused. */
  readonly handlers: Handlers = {
    ...(Object.fromEntries(
      CALL_NAMES.map((name) => [name, async () => failed('request.refused')]),
    ) as unknown as Handlers),
    getTill: async () => done(this.view),
    tryKeyAgain: async () => {
      const { problem } = this.#question ?? {};
      if (problem === 'store-missing' || problem === 'unwrap-failed') this.#options.restart();
      else this.#answers?.again();
      return done(null);
    },
    startNewQueue: async ({ pin }) => {
      const answers = this.#answers;
      if (answers === null) return failed('request.refused');
      const { folder, clock, confirm } = this.#options;
      try {
        await confirm();
        const set = await this.#readPin();
        if (set === 'unread') return failed('pin.unread');
        const verdict = (await set?.verify(pin)) ?? 'ok';
        if (verdict !== 'ok') return pinRefused(set ?? NO_PIN, verdict);
        const isDone = await answers.between(async () => {
          // The PC may have slept since.
          await confirm();
          await setAsideTogether(folder, clock.now());
        });
        return isDone ? done(null) : failed('request.refused');
      } catch (error) {
        if (errorCode(error) === '') throw error;
        return failed(asWriteFailure(error).failure);
      }
    },
  };
}

/** The language of the till, which stands in the clear in its settings. */
async function localeOf(folder: string): Promise<Locale> {
  try {
    const settings = JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8'));
    return z.object({ locale: z.enum(LOCALES) }).parse(settings).locale;
  } catch {
    return 'zh-CN';
  }
}
