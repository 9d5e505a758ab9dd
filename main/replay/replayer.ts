import { RETRY_SCHEDULE } from '../../app/backoff/backoff.ts';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { isStale } from '../../app/outbox/doubt.ts';
import type { DrainProgress, QueuePause } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import { type Judgement, toRecord } from '../../app/outbox/transitions.ts';
import type { CallSaid } from '../../app/replay/callSaid.ts';
import { DrainMeter } from '../../app/replay/drainMeter.ts';
import { ReplayPolicy } from '../../app/replay/replayPolicy.ts';
import type { GatewayAccount } from '../../app/settings/provision.ts';
import type { Word } from '../outbox/doubtClock.ts';
import { AppWatch } from './appWatch.ts';
import { Attempts, type Sent } from './attempts.ts';
import { describePause, significantOffset } from './describePause.ts';
import type { Clocks } from './goodFor.ts';
import { LateCalls } from './lateCalls.ts';
import type { ReplayerOptions } from './replayerOptions.ts';
import { Sleeper, type WakeReason } from './sleeper.ts';
import { SleptFor } from './sleptFor.ts';
import { Staleness } from './staleness.ts';
import { StorePatience } from './storePatience.ts';

/** So many answered saves may wait for the disk; where it is slower than the gateway, nothing more is sent. */
const MAX_SETTLING = 8;

/**
 * What was refused longer ago than this says nothing of the platform of now (ms): whoever was accepted meanwhile may be
 * forgotten, and what is held never is.
 */
const REFUSALS_COUNT_FOR_MS = 24 * 60 * 60 * 1_000;

/** Replays the outbox: choose, mark on disk, send, learn the outcome, settle on disk, tell. */
export class Replayer {
  readonly #options: ReplayerOptions;
  readonly #sleeper: Sleeper;
  readonly #policy: ReplayPolicy;
  readonly #meter = new DrainMeter();
  readonly #store: StorePatience;
  /** Every save (sequence) that is being marked, sent or settled, until nothing of that is left to be done. */
  readonly #underWay = new Map<number, Promise<void>>();
  /** Of these (sequences) no answer has come yet; the others only wait for the disk. */
  readonly #calling = new Set<number>();
  readonly #staleness: Staleness;
  readonly #attempts: Attempts;
  readonly #lateCalls: LateCalls;
  readonly #app = new AppWatch();
  readonly #sleptFor: SleptFor;
  #running: Promise<void> | null = null;
  #isStopping = false;
  /** The deadline of the stop has passed: the store is about to close. */
  #isAbandoned = false;

  constructor(options: ReplayerOptions) {
    this.#options = options;
    const { saves, news, clock, random, phase = 0, budget = () => null } = options;
    this.#sleeper = new Sleeper(clock);
    this.#store = new StorePatience(clock, random);
    this.#staleness = new Staleness(options);
    this.#sleptFor = new SleptFor(clock);
    this.#lateCalls = new LateCalls(saves);
    // Before anything is sent: a queue may move by then.
    this.#lateCalls.recall(saves.values(), clock.monotonic(), clock.now());
    news.on((save, before) => this.#lateCalls.stored(save, before, clock.monotonic()));
    news.onDoubted((save) => {
      this.#lateCalls.doubted(save, clock.monotonic());
      this.#staleness.heard(save);
    });
    this.#attempts = new Attempts({
      ...options,
      store: this.#store,
      staleness: this.#staleness,
      isAbandoned: () => this.#isAbandoned,
      onAnswered: (...answer) => this.#answered(...answer),
      onSettled: (...settled) => this.#settled(...settled),
    });
    const [oldest] = saves.queue.values();
    const backlogAge = oldest === undefined ? 0 : clock.now() - oldest.createdAt;
    this.#policy = new ReplayPolicy({ random, phase, budget }, clock.monotonic(), backlogAge);
  }

  start(): void {
    const { saves, delivery, clock } = this.#options;
    const yesterday = clock.now() - REFUSALS_COUNT_FOR_MS;
    const isOfNow = (save: Save) => delivery.fits(save) && (save.settledAt ?? 0) > yesterday;
    this.#policy.recall(saves.values(), isOfNow);
    this.#app.look(this.#options.account());
    for (const save of saves.queue.values()) {
      if (save.nextAttemptAt === null) continue;
      this.#policy.settled(save, save.nextAttemptAt - clock.now(), clock.monotonic());
    }
    this.#running ??= this.#run();
  }

  /** A save was just made at the counter: it goes before the backlog. */
  prioritize(save: Save): void {
    // It was stored: whatever waits for the disk may try again.
    this.#store.worked();
    this.#changing(() => this.#policy.prioritize(save, this.#options.clock.monotonic()));
    this.#sleeper.wake('new-save');
  }

  wake(reason: WakeReason): void {
    const now = this.#options.clock.monotonic();
    if (reason === 'suspend' || reason === 'resume') this.#staleness.slept(reason === 'resume');
    if (reason === 'resume') {
      const lasted = this.#sleptFor.restart();
      this.#changing(() => this.#policy.slept(now, lasted));
    }
    if (reason === 'settings') {
      const isOtherApp = this.#app.look(this.#options.account());
      this.#changing(() => this.#policy.settingsChanged(now, isOtherApp));
    }
    if (['new-save', 'network', 'resume', 'send-now'].includes(reason)) {
      this.#changing(() => this.#policy.wake(now, reason === 'send-now'));
    }
    this.#sleeper.wake(reason);
  }

  /** Stops choosing, then waits for what is under way, `deadline` ms at the most. */
  async stop(deadline: number): Promise<void> {
    this.#isStopping = true;
    this.#sleeper.wake('stop');
    const finished = Promise.all([this.#running, ...this.#underWay.values()]);
    let cancel = () => {};
    const late = new Promise<void>((resolve) => {
      cancel = this.#options.clock.after(deadline, resolve);
    });
    await Promise.race([finished, late]);
    cancel();
    this.#isAbandoned = true;
  }

  /** Why nothing is sent just now, for the window. */
  pause(): QueuePause {
    return this.#pauseWhere(() => {
      const isBehindCall = this.#lateCalls.waiting(this.#clocks()).has;
      for (const save of this.#options.saves.queue.values()) if (!isBehindCall(save)) return true;
      return false;
    });
  }

  /** The same, also where nobody asks any more whether that still holds: what was known last. */
  lastPause(): QueuePause {
    return this.#pauseWhere(() => true);
  }

  #pauseWhere(isAsked: () => boolean): QueuePause {
    const { clock, gatewayClock, account } = this.#options;
    const { isSetBack = () => false, standing = () => 'ours' } = this.#options;
    if (standing() === 'asking') return { kind: 'other-computer' };
    if (isSetBack()) return { kind: 'settings-set-back' };
    if (account() === null) return { kind: 'not-provisioned' };
    return describePause(this.#policy.gate, isAsked, clock, gatewayClock);
  }

  /** Which saves stay here because of a call that may still arrive, as things are now. */
  behindLateCalls(): (save: Save) => boolean {
    return this.#lateCalls.waiting(this.#clocks()).stays;
  }

  /** How far the drain of a backlog is, or null while there is none under way. */
  progress(): DrainProgress | null {
    const { saves, clock } = this.#options;
    return this.#meter.progress(clock.monotonic(), saves.queue.size);
  }

  /** The gateway's clock minus the till's (s) when they differ by more than two minutes, or null. */
  clockOffsetSeconds(): number | null {
    return significantOffset(this.#options.gatewayClock);
  }

  /** The gateway's clock, ms since 1970, or null while no answer since the start has proved it. */
  knownTime(): number | null {
    return this.#staleness.knownTime();
  }

  /** `DoubtClock.word`. */
  noteWord(before: Save): Word {
    return this.#staleness.noteWord(before);
  }

  /** `DoubtClock.note`. */
  noteDoubt(before: Save, since: number): (stored: Save) => Save {
    return this.#staleness.noteDoubt(before, since);
  }

  /** The same, or null while fewer than two answers have proved it. */
  confirmedTime(): number | null {
    return this.#staleness.confirmedTime();
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      const wait = await this.#launch().catch((error: unknown) => this.#survive(error));
      // Never without a breath: the window's calls come in between.
      this.#tellWoken(await this.#sleeper.sleep(wait === null ? null : Math.max(1, wait)));
    }
  }

  /** Answers and due times are the usual course of a drain; of a stopped gate every look is worth a line. */
  #tellWoken(reason: WakeReason): void {
    const { kind } = this.#policy.gate;
    if (reason === 'answer' || (reason === 'due' && kind === 'passing')) return;
    this.#options.onWoken?.(reason, kind);
  }

  /** A thrown error is a bug, but the queue outlives it: told, and tried again after a while. */
  #survive(error: unknown): number {
    this.#options.onBug?.(error);
    return RETRY_SCHEDULE.limitMilliseconds;
  }

  /** Starts what may be started; gives the ms until the next thing is due, or null. */
  async #launch(): Promise<number | null> {
    const { saves, delivery, clock, account, gatewayClock } = this.#options;
    const { standing = () => 'ours' } = this.#options;
    if (account() === null || standing() !== 'ours') return null;
    const blocked = this.#store.blockedFor();
    if (blocked > 0) return blocked;
    // What the settings do not fit is held first; where that cannot be stored, nothing leaves.
    if (!(await delivery.align())) {
      this.#store.failed();
      return Math.max(1, this.#store.blockedFor());
    }
    if (!(await this.#staleness.hold())) this.#store.failed();
    // Not before: while something was stored, the settings may have become others.
    const settings = account();
    if (this.#isStopping || settings === null) return null;
    const now = clock.monotonic();
    const calling = this.#calling.size;
    if (this.#underWay.size - calling >= MAX_SETTLING) return null;
    const behindLateCalls = this.#lateCalls.waiting(this.#clocks());
    // One that waits again on the disk has not been given its next time yet while it is under way.
    const isLeftAlone = (save: Save) =>
      this.#underWay.has(save.sequence) ||
      behindLateCalls.has(save) ||
      // Settings and account are of the same moment: it leaves under no other key than its own.
      !delivery.fits(save);
    const isTooOld = (save: Save) => isStale(save, gatewayClock.now());
    const { ready, nextDueIn } = this.#policy.next(
      saves.queue,
      now,
      calling,
      isLeftAlone,
      isTooOld,
    );
    const { isRelay = () => false } = this.#options;
    for (const save of ready) {
      const said = this.#policy.said(save, saves.queue, now);
      const startedAt = this.#policy.began(now, said.urgency);
      this.#begin(save, settings, startedAt, isRelay() || this.#policy.isRelay ? said : null);
    }
    const { endsIn } = behindLateCalls;
    return nextDueIn === null || endsIn === null
      ? (nextDueIn ?? endsIn)
      : Math.min(nextDueIn, endsIn);
  }

  #begin(save: Save, account: GatewayAccount, startedAt: number, said: CallSaid | null): void {
    const attempt = this.#attempts
      .run(save, account, startedAt, said)
      .catch((error: unknown) => {
        const { delivery, clock, gatewayClock } = this.#options;
        delivery.recover(save.requestId, gatewayClock.now());
        this.#policy.settled(save, this.#survive(error), clock.monotonic());
      })
      .finally(() => {
        this.#underWay.delete(save.sequence);
        this.#calling.delete(save.sequence);
        this.#policy.ended(startedAt);
        this.#sleeper.wake('answer');
      });
    this.#underWay.set(save.sequence, attempt);
    this.#calling.add(save.sequence);
  }

  #answered(
    sending: Save,
    outcome: Outcome,
    startedAt: number,
    next: number | null,
    sent: Sent,
  ): Judgement {
    // A ban begins with what it says now.
    this.#sleptFor.restart();
    const now = this.#options.clock.monotonic();
    this.#lateCalls.ended(sending, outcome, sent, this.#clocks());
    const judgement = this.#changing(() =>
      this.#policy.answered(sending, outcome, startedAt, now, next),
    );
    this.#calling.delete(sending.sequence);
    this.#sleeper.wake('answer');
    return judgement;
  }

  #clocks(): Clocks {
    const { clock, gatewayClock } = this.#options;
    const gateway = gatewayClock.isKnown ? gatewayClock.now() : null;
    const isProved = this.#staleness.knownTime() !== null;
    return { monotonic: clock.monotonic(), own: clock.now(), gateway, isProved };
  }

  #settled(settled: Save, outcome: Outcome, wait: number | null): void {
    const { saves, clock, onSettled } = this.#options;
    const now = clock.monotonic();
    this.#policy.settled(settled, wait, now);
    if (settled.state !== 'pending') this.#meter.left(now, saves.queue.size);
    onSettled?.(settled, toRecord(outcome));
  }

  /** Tells the window when the gate is another one after `change`. */
  #changing<Result>(change: () => Result): Result {
    const before = this.#policy.gate;
    const result = change();
    if (this.#policy.gate !== before) this.#options.onPauseChanged?.();
    return result;
  }
}
