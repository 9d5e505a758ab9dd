import { plainCode } from '../../app/health/plainCode.ts';
import type { TillReport } from '../../app/report/tillReport.ts';
import type { Clock } from '../clock/clock.ts';
import type { Log } from '../log.ts';

/** From one report to the next, where nothing changes (ms). */
const PERIOD_MS = 60_000;

/** No two are sent closer together, whatever changes (ms). */
const GAP_MS = 10_000;

/** No answer within this time (ms) is none. */
const PATIENCE_MS = 10_000;

/** The last one of all may take so long (ms): somebody waits for the program to end. */
const LAST_PATIENCE_MS = 1_500;

/** Where none is taken, the next try comes at the latest after this (ms): before anybody calls the till silent. */
const LONGEST_WAIT_MS = 5 * 60_000;

/** For no longer than this a receiver keeps a till from reporting by its word (ms). */
const LONGEST_BAN_MS = 60 * 60_000;

/** What has become of one report. `waitSeconds`: for so long the receiver wants none, or null. */
export type SinkFate =
  | { kind: 'taken' }
  | { kind: 'lost'; code: string; waitSeconds: number | null };

/** Somebody who takes reports. */
export interface Sink {
  /** Never throws. No answer within `patience` ms is a report that is lost. */
  send(report: TillReport, patience: number): Promise<SinkFate>;
  /** The PC has slept. */
  wake?(): void;
}

export interface ReporterOptions {
  sink: Sink;
  /** For the log: who takes them. */
  to: string;
  /** A report of now; null: nothing is told of this till now. */
  describe: (isRunning: boolean) => TillReport | null;
  /** What is told at once where it is another: any text that stands for it. */
  standing: () => string;
  clock: Pick<Clock, 'monotonic' | 'after'>;
  log: Pick<Log, 'info' | 'warn'>;
  /** This till's place among all tills, from 0 to 1: what happens to all of them at once is not told at once by all. */
  phase: number;
}

/**
 * Tells one receiver how the till is: once a minute, soon after a change, and at the end. A report that is not taken is
 * lost, and nothing of it is kept; the next one says what holds then. One at a time; the till waits for none.
 */
export class Reporter {
  readonly #options: ReporterOptions;
  /** When the next one is due whatever happens (monotonic ms). */
  #regularAt: number;
  #dueAt = Number.POSITIVE_INFINITY;
  #cancel = () => {};
  #begunAt = Number.NEGATIVE_INFINITY;
  #told = '';
  #failures = 0;
  #bannedUntil = Number.NEGATIVE_INFINITY;
  #hasComplained = false;
  #hasTaken = false;
  #sending: Promise<void> | null = null;
  #isWoken = false;
  #isEnded = false;

  constructor(options: ReporterOptions) {
    this.#options = options;
    // How it begins is no change: a chain's tills may all begin at once.
    this.#told = this.#standing();
    this.#regularAt = options.clock.monotonic() + options.phase * PERIOD_MS;
    this.#plan(this.#regularAt);
  }

  /** Something may have changed. Where nobody takes reports, that waits for the next try. */
  look(): void {
    if (this.#failures === 0 && this.#standing() !== this.#told) this.#soon();
  }

  /** Other settings, or a sleep that is over: what went wrong before may go well now. */
  wake(): void {
    this.#options.sink.wake?.();
    this.#failures = 0;
    this.#bannedUntil = Number.NEGATIVE_INFINITY;
    this.#isWoken = this.#sending !== null;
    this.#soon();
  }

  /** Tells that the till has ended, where the last one was taken; waits `deadline` ms at the most. */
  async end(deadline: number): Promise<void> {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#cancel();
    if (!this.#hasTaken || this.#failures > 0) return;
    const patience = Math.min(deadline, LAST_PATIENCE_MS);
    const begunAt = this.#options.clock.monotonic();
    // A report that comes after the last one would say that the till runs.
    if (!(await this.#isIdle(patience))) return;
    const left = patience - (this.#options.clock.monotonic() - begunAt);
    if (left > 0) await this.#send(false, left);
  }

  async #isIdle(patience: number): Promise<boolean> {
    if (this.#sending === null) return true;
    let cancel = () => {};
    const late = new Promise<false>((resolve) => {
      cancel = this.#options.clock.after(patience, () => resolve(false));
    });
    const idle = await Promise.race([this.#sending.then(() => true), late]);
    cancel();
    return idle;
  }

  #soon(): void {
    this.#plan(this.#options.clock.monotonic() + this.#options.phase * GAP_MS);
  }

  /** The next one comes at this moment (monotonic ms), or before where that was planned. */
  #plan(wished: number): void {
    if (this.#isEnded || this.#sending !== null) return;
    const at = Math.max(wished, this.#begunAt + GAP_MS, this.#bannedUntil);
    if (at >= this.#dueAt) return;
    this.#cancel();
    this.#dueAt = at;
    const { clock } = this.#options;
    this.#cancel = clock.after(at - clock.monotonic(), () => void this.#turn());
  }

  async #turn(): Promise<void> {
    const { clock } = this.#options;
    this.#dueAt = Number.POSITIVE_INFINITY;
    this.#begunAt = clock.monotonic();
    this.#sending = this.#send(true, PATIENCE_MS);
    await this.#sending;
    this.#sending = null;
    const now = clock.monotonic();
    while (this.#regularAt < now + GAP_MS) this.#regularAt += PERIOD_MS;
    const wait = Math.min(PERIOD_MS * 2 ** (this.#failures - 1), LONGEST_WAIT_MS);
    this.#plan(this.#failures === 0 ? this.#regularAt : this.#begunAt + wait);
    // What has come meanwhile.
    if (this.#isWoken) this.wake();
    else this.look();
  }

  async #send(isRunning: boolean, patience: number): Promise<void> {
    const { sink, describe, clock } = this.#options;
    this.#told = this.#standing();
    const report = describe(isRunning);
    if (report === null) return;
    const fate = await sink.send(report, patience);
    if (this.#isWoken) return;
    if (fate.kind === 'taken') this.#taken();
    else {
      this.#failures += 1;
      const ban = Math.min((fate.waitSeconds ?? 0) * 1_000, LONGEST_BAN_MS);
      this.#bannedUntil = clock.monotonic() + ban;
      this.#complain(fate.code);
    }
  }

  #taken(): void {
    const { log, to } = this.#options;
    if (this.#hasComplained) log.info('reports are taken again', { to });
    this.#failures = 0;
    this.#hasTaken = true;
    this.#hasComplained = false;
  }

  /** Once, until one is taken. */
  #complain(code: string): void {
    const { log, to } = this.#options;
    if (!this.#hasComplained) log.warn('report not taken', { to, code: plainCode(code) });
    this.#hasComplained = true;
  }

  #standing(): string {
    return this.#options.standing();
  }
}
