import { classify } from '../../app/gateway/classify.ts';
import type { Outcome } from '../../app/gateway/outcome.ts';
import type { OutcomeRow } from '../../app/gateway/outcomeTable.ts';
import { redactOutcome } from '../../app/gateway/redact.ts';
import type { QueuePause } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import { isStale } from '../../app/outbox/transitions.ts';
import { backoff, type Randomness, RETRY_SCHEDULE } from '../../app/replay/backoff.ts';
import { DrainMeter, type DrainProgress } from '../../app/replay/drainMeter.ts';
import { ReplayPolicy } from '../../app/replay/replayPolicy.ts';
import type { GatewayAccount, GatewayClient } from '../gateway/gatewayClient.ts';
import type { GatewayClock } from '../gateway/gatewayClock.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { describePause } from './describePause.ts';
import { type Clock, Sleeper, type WakeReason } from './sleeper.ts';

export interface ReplayerOptions {
  outbox: Outbox;
  client: Pick<GatewayClient, 'send'>;
  gatewayClock: GatewayClock;
  clock: Clock;
  random: Randomness;
  /** The account to sign with, or null while the till is not provisioned. */
  account: () => GatewayAccount | null;
  /** What answers mean; the first fitting row decides. */
  table: () => readonly OutcomeRow[];
  /** Calls per minute that the chain grants this till, or null; default null. */
  budget?: () => number | null;
  /** The till's place among all tills, 0 to 1, always the same for one till; default 0. */
  share?: number;
  /** Called with every settled save, after it is on disk. No personal data is in the outcome. */
  onSettled?: (save: Save, outcome: Outcome) => void;
  /** Called with an answer that came when its save was settled already: nothing is done with it. */
  onIgnored?: (save: Save, outcome: Outcome) => void;
  onPauseChanged?: () => void;
  /** Called with an error that should not have been thrown. */
  onBug?: (error: unknown) => void;
}

/** A clock that is wrong by more than this (ms) is told; up to ten minutes the gateway takes it as it is. */
const NOTICED_OFFSET = 2 * 60_000;

/** Replays the outbox: choose, mark on disk, send, learn the outcome, settle on disk, tell. */
export class Replayer {
  readonly #options: ReplayerOptions;
  readonly #sleeper: Sleeper;
  readonly #policy: ReplayPolicy;
  readonly #meter = new DrainMeter();
  readonly #underWay = new Set<Promise<void>>();
  /** An answer of the API has come since the start, so the gateway's time is known. */
  #hasAnswer = false;
  #storeFailures = 0;
  #storeBlockedUntil = 0;
  #running: Promise<void> | null = null;
  #isStopping = false;
  /** The deadline of the stop has passed: the store is about to close. */
  #isAbandoned = false;

  constructor(options: ReplayerOptions) {
    this.#options = options;
    const { outbox, clock, random, share = 0, budget = () => null } = options;
    this.#sleeper = new Sleeper(clock);
    const [oldest] = outbox.queue.values();
    const backlogAge = oldest === undefined ? 0 : clock.now() - oldest.createdAt;
    this.#policy = new ReplayPolicy({ random, share, budget }, clock.monotonic(), backlogAge);
  }

  start(): void {
    const { outbox, clock } = this.#options;
    for (const save of outbox.queue.values()) {
      if (save.nextAttemptAt === null) continue;
      this.#policy.settled(save, save.nextAttemptAt - clock.now(), clock.monotonic());
    }
    this.#running ??= this.#run();
  }

  /** A save was just made at the counter: it goes before the backlog. */
  notice(save: Save): void {
    this.#changing(() => this.#policy.notice(save, this.#options.clock.monotonic()));
    this.#sleeper.wake('new-save');
  }

  wake(reason: WakeReason): void {
    const now = this.#options.clock.monotonic();
    if (reason === 'settings') this.#changing(() => this.#policy.settingsChanged(now));
    if (['new-save', 'network', 'resume', 'send-now'].includes(reason)) {
      this.#changing(() => this.#policy.wake(now, reason === 'send-now'));
    }
    this.#sleeper.wake(reason);
  }

  /** Stops choosing, then waits for what is under way, `deadline` ms at the most. */
  async stop(deadline: number): Promise<void> {
    this.#isStopping = true;
    this.#sleeper.wake('stop');
    const finished = Promise.all([this.#running, ...this.#underWay]);
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
    const { clock, gatewayClock, account } = this.#options;
    if (account() === null) return { kind: 'not-provisioned' };
    return describePause(this.#policy.gate, clock, gatewayClock);
  }

  /** How far the drain of a backlog is, or null while there is none under way. */
  progress(): DrainProgress | null {
    const { outbox, clock } = this.#options;
    return this.#meter.progress(clock.monotonic(), outbox.queue.size);
  }

  /** The gateway's clock minus the till's (s) when they differ by more than two minutes, or null. */
  clockOffsetSeconds(): number | null {
    const { offset } = this.#options.gatewayClock;
    return Math.abs(offset) > NOTICED_OFFSET ? Math.round(offset / 1_000) : null;
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      const wait = await this.#launch().catch((error: unknown) => this.#survive(error));
      if (!this.#isStopping) await this.#sleeper.sleep(wait);
    }
  }

  /** A thrown error is a bug, but the queue outlives it: told, and tried again after a while. */
  #survive(error: unknown): number {
    this.#options.onBug?.(error);
    return RETRY_SCHEDULE.limitMilliseconds;
  }

  /** Starts what may be started; gives the ms until the next thing is due, or null. */
  async #launch(): Promise<number | null> {
    const { outbox, clock, account, gatewayClock } = this.#options;
    const settings = account();
    if (settings === null) return null;
    const blocked = this.#storeBlockedUntil - clock.monotonic();
    if (blocked > 0) return blocked;
    await this.#holdStale();
    if (this.#isStopping) return null;
    const now = clock.monotonic();
    const { ready, nextDueIn } = this.#policy.next(outbox.queue, now, this.#underWay.size, (save) =>
      isStale(save, gatewayClock.now()),
    );
    for (const save of ready) {
      this.#policy.began(now);
      this.#begin(save, settings);
    }
    return nextDueIn;
  }

  /**
   * Holds what is stale, once an answer since the start has shown what time it is. Before that a clock
   * that is days ahead would hold good saves; what looks stale is then only left alone, as long as there
   * is anything else to ask the gateway with.
   */
  async #holdStale(): Promise<void> {
    const { outbox, gatewayClock } = this.#options;
    const now = gatewayClock.now();
    const isAlone = () => [...outbox.queue.values()].every((save) => isStale(save, now));
    if (!this.#hasAnswer && !isAlone()) return;
    if (!(await outbox.holdStale(now))) this.#blockStore();
  }

  #begin(save: Save, account: GatewayAccount): void {
    const attempt = this.#attempt(save, account)
      .catch((error: unknown) => {
        this.#policy.settled(save, this.#survive(error), this.#options.clock.monotonic());
      })
      .finally(() => {
        this.#underWay.delete(attempt);
        this.#sleeper.wake('answer');
      });
    this.#underWay.add(attempt);
  }

  async #attempt(pending: Save, account: GatewayAccount): Promise<void> {
    const { outbox, client, clock, gatewayClock, random } = this.#options;
    const sending = await outbox.markSending(pending, gatewayClock.now());
    if (sending === null) {
      // The mark is not on disk, so nothing may leave: not this save, and no other either.
      this.#blockStore();
      return;
    }
    this.#storeFailures = 0;
    const body = outbox.openBody(sending);
    if (body === null) {
      await this.#untilStored(() => outbox.holdUnreadable(sending));
      return;
    }
    const startedAt = clock.monotonic();
    const response = await client.send(account, body);
    const outcome = redactOutcome(classify(response, this.#options.table()), body);
    // The clock of a captive portal or a router is not the gateway's.
    if (response.kind === 'http' && outcome.class !== 'unreachable') {
      gatewayClock.learn(response.date);
      this.#hasAnswer = true;
    }
    const { isSignTrusted } = this.#policy;
    const now = gatewayClock.now();
    this.#changing(() => this.#policy.answered(outcome, startedAt, clock.monotonic()));
    await this.#settle(sending, outcome, { now, random, isSignTrusted });
  }

  async #settle(
    sending: Save,
    outcome: Outcome,
    context: Parameters<Outbox['settle']>[2],
  ): Promise<void> {
    const { outbox, clock, onSettled, onIgnored } = this.#options;
    const settled = await this.#untilStored(
      () => outbox.settle(sending, outcome, context),
      () => outbox.find(sending.requestId) === sending,
    );
    if (settled === null) {
      onIgnored?.(sending, outcome);
      return;
    }
    const { nextAttemptAt } = settled;
    const wait = nextAttemptAt === null ? null : nextAttemptAt - context.now;
    const now = clock.monotonic();
    this.#policy.settled(settled, wait, now);
    if (settled.state !== 'pending') this.#meter.left(now, outbox.queue.size);
    onSettled?.(settled, outcome);
  }

  /** While the disk refuses, hundreds of saves must not ask it in turn: the counter's own save comes first. */
  #blockStore(): void {
    const { clock, random } = this.#options;
    this.#storeFailures += 1;
    const wait = backoff(RETRY_SCHEDULE, this.#storeFailures + 2, random);
    this.#storeBlockedUntil = clock.monotonic() + wait;
  }

  /**
   * An outcome is never forgotten because a disk is full: store it until it is stored. Null when there is
   * nothing to store any more: the till has stopped, or the save was settled otherwise.
   */
  async #untilStored(
    store: () => Promise<Save | null>,
    isWanted: () => boolean = () => true,
  ): Promise<Save | null> {
    for (let tries = 1; !this.#isAbandoned && isWanted(); tries += 1) {
      const settled = await store();
      if (settled !== null) return settled;
      const wait = backoff(RETRY_SCHEDULE, tries, this.#options.random);
      await new Promise<void>((resolve) => this.#options.clock.after(wait, resolve));
    }
    return null;
  }

  /** Tells the window when the gate is another one after `change`. */
  #changing(change: () => void): void {
    const before = this.#policy.gate;
    change();
    if (this.#policy.gate !== before) this.#options.onPauseChanged?.();
  }
}
