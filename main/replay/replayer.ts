import { classify } from '../../app/gateway/classify.ts';
import type { Outcome } from '../../app/gateway/outcome.ts';
import type { OutcomeRow } from '../../app/gateway/outcomeTable.ts';
import type { QueuePause } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import { backoff, type Randomness, RETRY_SCHEDULE } from '../../app/replay/backoff.ts';
import { chooseNext } from '../../app/replay/chooseNext.ts';
import { advanceGate, CLOSED_UNTIL_PROVED, opensAt, roomLeft } from '../../app/replay/gate.ts';
import type { GatewayAccount, GatewayClient } from '../gateway/gatewayClient.ts';
import type { GatewayClock } from '../gateway/gatewayClock.ts';
import type { Outbox } from '../outbox/outbox.ts';
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
    if (reason === 'settings') this.#advance({ type: 'settings-changed' });
    else if (reason !== 'due' && reason !== 'answer' && reason !== 'stop') {
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
    const { gate } = this.#state;
    const wallTime = (monotonic: number) => Math.round(clock.now() + monotonic - clock.monotonic());
    switch (gate.kind) {
      case 'open':
        return { kind: 'none' };
      case 'unreachable':
        return { kind: 'unreachable', retryAt: wallTime(gate.probeAt) };
      case 'banned':
        return { kind: 'quota', until: wallTime(gate.until) };
      case 'paused': {
        const { code, subCode, text } = gate.words;
        return gate.cause === 'clock'
          ? { kind: 'clock', offsetSeconds: Math.round(gatewayClock.offset / 1_000) }
          : { kind: 'configuration', code, subCode, text };
      }
    }
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const wait = await this.#launch();
      if (!this.#stopping) await this.#sleeper.sleep(wait);
    }
  }

  /** Starts what may be started; gives the ms until the next thing is due, or null. */
  async #launch(): Promise<number | null> {
    const { outbox, clock, account, gatewayClock } = this.#options;
    const settings = account();
    if (settings === null) return null;
    await outbox.holdStale(gatewayClock.now());
    const now = clock.monotonic();
    const { gate } = this.#state;
    const room = roomLeft(gate, now, this.#underWay.size);
    if (room === 0) {
      const mayWait = gate.kind !== 'open' && this.#underWay.size === 0 && outbox.queue.size > 0;
      return mayWait ? opensAt(gate) - now : null;
    }
    const dueIn = (save: Save) => (this.#dueAt.get(save.sequence) ?? now) - now;
    const { ready, nextDueIn } = chooseNext(outbox.queue, this.#freshFirst(), dueIn, room);
    for (const save of ready) {
      const attempt = this.#attempt(save, settings).finally(() => {
        this.#underWay.delete(attempt);
        this.#sleeper.wake('answer');
      });
      this.#underWay.add(attempt);
    }
    return nextDueIn;
  }

  async #attempt(pending: Save, account: GatewayAccount): Promise<void> {
    const { outbox, client, clock, gatewayClock, random, onSettled } = this.#options;
    const sending = await outbox.markSending(pending);
    if (sending === null) {
      // The mark is not on disk, so nothing may leave. The store says why; try again later.
      this.#setDue(pending, backoff(RETRY_SCHEDULE, 3, random));
      return;
    }
    const body = outbox.openBody(sending);
    if (body === null) {
      await this.#untilStored(() => outbox.holdUnreadable(sending));
      return;
    }
    const startedAt = clock.monotonic();
    const outcome = classify(await client.send(account, body), this.#options.table());
    const { signedWell } = this.#state;
    this.#advance({ type: 'outcome', outcome, startedAt, now: clock.monotonic() });
    const context = { now: gatewayClock.now(), random, signedWell };
    const settled = await this.#untilStored(() => outbox.settle(sending, outcome, context));
    this.#fresh.delete(sending.sequence);
    if (settled.nextAttemptAt === null) this.#dueAt.delete(settled.sequence);
    else this.#setDue(settled, settled.nextAttemptAt - context.now);
    onSettled?.(settled, outcome);
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
