import type { Clock } from './clock/clock.ts';
import type { Log } from './log.ts';

/**
 * How the program ends, step by step: nothing new begins; what is under way is finished; everything is on the disk and
 * closed; the audit trail has its last lines; what only listened stops listening. What is in one step ends side by side.
 */
const ENDING_STEPS = ['begin-nothing', 'finish', 'store', 'trail', 'stop-listening'] as const;
export type EndingStep = (typeof ENDING_STEPS)[number];

/** Longer than any disk takes that works (ms). A kill at any moment loses nothing, so nobody waits for ever. */
const MAX_CLOSING_MS = 10_000;

/** What heeds its time itself has so much more of it before it is left (ms). */
const GRACE_MS = 1_000;

/** Ends one component. `deadline`: how long it may finish what is under way (ms). */
export type Closing = (deadline: number) => Promise<void> | void;

interface Joined {
  name: string;
  step: EndingStep;
  close: Closing;
}

export interface ShutdownOptions {
  clock: Pick<Clock, 'after'>;
  log: Pick<Log, 'warn'>;
}

/** The end of the program, which every component joins that has something to end. */
export class Shutdown {
  readonly #options: ShutdownOptions;
  readonly #joined: Joined[] = [];
  #running: Promise<void> | null = null;

  constructor(options: ShutdownOptions) {
    this.#options = options;
  }

  /** `name`: for the log, where it takes too long or fails. */
  join(step: EndingStep, name: string, close: Closing): void {
    this.#joined.push({ step, name, close });
  }

  /**
   * Ends everything, once, in the order of the steps; a later call waits for the same end. What is under way may be
   * finished within `deadline` ms; nothing else takes longer than ten seconds. What fails, or takes too long, is logged
   * and keeps nobody else from ending. `within`: after so many ms nobody waits any longer, whatever is not ended.
   */
  run(deadline: number, within = Number.POSITIVE_INFINITY): Promise<void> {
    this.#running ??= this.#run(deadline);
    return Number.isFinite(within) ? this.#atMost(within, this.#running) : this.#running;
  }

  async #atMost(within: number, running: Promise<void>): Promise<void> {
    const { clock, log } = this.#options;
    let cancel = () => {};
    const late = new Promise<'late'>((resolve) => {
      cancel = clock.after(within, () => resolve('late'));
    });
    const ended = await Promise.race([running, late]);
    cancel();
    if (ended === 'late') log.warn('not all ended in time');
  }

  async #run(deadline: number): Promise<void> {
    for (const step of ENDING_STEPS) {
      const joined = this.#joined.filter((one) => one.step === step);
      await Promise.all(joined.map((one) => this.#close(one, deadline)));
    }
  }

  async #close({ step, name, close }: Joined, deadline: number): Promise<void> {
    const { clock, log } = this.#options;
    const limit = step === 'finish' ? deadline + GRACE_MS : MAX_CLOSING_MS;
    let cancel = () => {};
    const late = new Promise<string>((resolve) => {
      cancel = clock.after(limit, () => resolve('late'));
    });
    const closed = (async () => close(deadline))().then(
      () => null,
      (error: unknown) => String(error),
    );
    const problem = await Promise.race([closed, late]);
    cancel();
    if (problem !== null) log.warn('not ended', { step, name, problem });
  }
}
