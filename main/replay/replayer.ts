import { classify } from '../../app/gateway/classify.ts';
import type { Outcome } from '../../app/gateway/outcome.ts';
import type { OutcomeRow } from '../../app/gateway/outcomeTable.ts';
import { redactOutcome } from '../../app/gateway/redact.ts';
import type { QueuePause } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import { isStale } from '../../app/outbox/transitions.ts';
import { backoff, type Randomness, RETRY_SCHEDULE } from '../../app/replay/backoff.ts';
import { chooseNext } from '../../app/replay/chooseNext.ts';
import {
  advanceGate,
  CLOSED_UNTIL_PROVED,
  isSignTrusted,
  opensAt,
  roomLeft,
} from '../../app/replay/gate.ts';
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
  /** Called with every settled save, after it is on disk. No personal data is in the outcome. */
  onSettled?: (save: Save, outcome: Outcome) => void;
  onPauseChanged?: () => void;
  /** Called with an error that should not have been thrown. */
  onBug?: (error: unknown) => void;
}

/** No wait of one save is longer than this; a due time further away is a clock that jumped (ms). */
const LONGEST_WAIT = RETRY_SCHEDULE.limitMilliseconds;

/** Replays the outbox: choose, mark on disk, send, learn the outcome, settle on disk, tell. */
export class Replayer {
  readonly #options: ReplayerOptions;
  readonly #sleeper: Sleeper;
  readonly #underWay = new Set<Promise<void>>();
  /** Due times on the monotonic clock, of saves that wait for their next attempt. */
  readonly #dueAt = new Map<number, number>();
  readonly #fresh = new Set<number>();
  #state = CLOSED_UNTIL_PROVED;
  /** An answer of the API has come since the start, so the gateway's time is known. */
  #hasAnswer = false;
  #storeFailures = 0;
  #storeBlockedUntil = 0;
  #running: Promise<void> | null = null;
  #stopping = false;

  constructor(options: ReplayerOptions) {
    this.#options = options;
    this.#sleeper = new Sleeper(options.clock);
  }

  start(): void {
    const { outbox, clock } = this.#options;
    for (const save of outbox.queue.values()) {
      if (save.nextAttemptAt !== null) this.#setDue(save, save.nextAttemptAt - clock.now());
    }
    this.#running ??= this.#run();
  }

  /** A save was just made at the counter: it goes before the backlog. */
  notice(save: Save): void {
    this.#fresh.add(save.sequence);
    this.wake('new-save');
  }

  wake(reason: WakeReason): void {
    if (reason === 'settings') {
      this.#advance({ type: 'settings-changed', now: this.#options.clock.monotonic() });
    }
    if (['new-save', 'network', 'resume', 'send-now'].includes(reason)) {
      const now = this.#options.clock.monotonic();
      this.#advance({ type: 'wake', now, byPerson: reason === 'send-now' });
    }
    this.#sleeper.wake(reason);
  }

  /** Stops choosing, then waits for what is under way, `deadline` ms at the most. */
  async stop(deadline: number): Promise<void> {
    this.#stopping = true;
    this.#sleeper.wake('stop');
    const finished = Promise.all([this.#running, ...this.#underWay]);
    await Promise.race([
      finished,
      new Promise<void>((resolve) => this.#options.clock.after(deadline, resolve)),
    ]);
  }

  /** Why nothing is sent just now, for the window. */
  pause(): QueuePause {
    const { clock, gatewayClock, account } = this.#options;
    if (account() === null) return { kind: 'not-provisioned' };
    return describePause(this.#state.gate, clock, gatewayClock);
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const wait = await this.#launch().catch((error: unknown) => this.#survive(error));
      if (!this.#stopping) await this.#sleeper.sleep(wait);
    }
  }

  /** A thrown error is a bug, but the queue outlives it: told, and tried again after a while. */
  #survive(error: unknown): number {
    this.#options.onBug?.(error);
    return RETRY_SCHEDULE.limitMilliseconds;
  }

  /** Starts what may be started; gives the ms until the next thing is due, or null. */
  async #launch(): Promise<number | null> {
    const { outbox, clock, account } = this.#options;
    const settings = account();
    if (settings === null) return null;
    const blocked = this.#storeBlockedUntil - clock.monotonic();
    if (blocked > 0) return blocked;
    await this.#holdStale();
    if (this.#stopping) return null;
    const now = clock.monotonic();
    const { gate } = this.#state;
    const room = roomLeft(gate, now, this.#underWay.size);
    if (room === 0) {
      const mayWait = gate.kind !== 'open' && this.#underWay.size === 0 && outbox.queue.size > 0;
      return mayWait ? opensAt(gate) - now : null;
    }
    const { ready, nextDueIn } = chooseNext(
      outbox.queue,
      this.#freshFirst(),
      (save) => this.#dueIn(save, now),
      room,
    );
    for (const save of ready) this.#begin(save, settings);
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

  #dueIn(save: Save, now: number): number {
    if (isStale(save, this.#options.gatewayClock.now())) return LONGEST_WAIT;
    return (this.#dueAt.get(save.sequence) ?? now) - now;
  }

  #begin(save: Save, account: GatewayAccount): void {
    const attempt = this.#attempt(save, account)
      .catch((error: unknown) => {
        this.#setDue(save, this.#survive(error));
      })
      .finally(() => {
        this.#underWay.delete(attempt);
        this.#sleeper.wake('answer');
      });
    this.#underWay.add(attempt);
  }

  async #attempt(pending: Save, account: GatewayAccount): Promise<void> {
    const { outbox, client, clock, gatewayClock, random, onSettled } = this.#options;
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
    const context = {
      now: gatewayClock.now(),
      random,
      isSignTrusted: isSignTrusted(this.#state),
    };
    this.#advance({ type: 'outcome', outcome, startedAt, now: clock.monotonic() });
    const settled = await this.#untilStored(() => outbox.settle(sending, outcome, context));
    this.#fresh.delete(sending.sequence);
    if (settled.nextAttemptAt === null) this.#dueAt.delete(settled.sequence);
    else this.#setDue(settled, settled.nextAttemptAt - context.now);
    onSettled?.(settled, outcome);
  }

  /** While the disk refuses, hundreds of saves must not ask it in turn: the counter's own save comes first. */
  #blockStore(): void {
    const { clock, random } = this.#options;
    this.#storeFailures += 1;
    const wait = backoff(RETRY_SCHEDULE, this.#storeFailures + 2, random);
    this.#storeBlockedUntil = clock.monotonic() + wait;
  }

  /** An outcome is never forgotten because a disk is full: store it until it is stored. */
  async #untilStored(store: () => Promise<Save | null>): Promise<Save> {
    for (let tries = 1; ; tries += 1) {
      const settled = await store();
      if (settled !== null) return settled;
      const wait = backoff(RETRY_SCHEDULE, tries, this.#options.random);
      await new Promise<void>((resolve) => this.#options.clock.after(wait, resolve));
    }
  }

  #setDue(save: Save, wait: number): void {
    if (wait > LONGEST_WAIT) this.#dueAt.delete(save.sequence);
    else this.#dueAt.set(save.sequence, this.#options.clock.monotonic() + wait);
  }

  /** Newest first: the customer of the last save is still at the counter. */
  #freshFirst(): number[] {
    return [...this.#fresh].reverse();
  }

  #advance(event: Parameters<typeof advanceGate>[1]): void {
    const before = this.#state.gate;
    this.#state = advanceGate(this.#state, event, this.#options.random);
    if (this.#state.gate !== before) this.#options.onPauseChanged?.();
  }
}
