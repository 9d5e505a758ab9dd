import { classify } from '../../app/gateway/classify.ts';
import { withoutEchoes } from '../../app/gateway/echoes.ts';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { isStale } from '../../app/outbox/doubt.ts';
import type { Save } from '../../app/outbox/save.ts';
import { type Judgement, toRecord } from '../../app/outbox/transitions.ts';
import type { CallSaid } from '../../app/replay/callSaid.ts';
import type { GatewayAccount } from '../../app/settings/provision.ts';
import type { Delivery } from '../outbox/delivery.ts';
import type { ReplayerOptions } from './replayerOptions.ts';
import type { Departure, Staleness } from './staleness.ts';
import type { StorePatience } from './storePatience.ts';

/** A mark that is older than this when its save leaves was made by another clock, or before a sleep (ms). */
const MAX_MARKING_MS = 10 * 60_000;

/** How a call was sent. */
export interface Sent {
  /** `GatewayResponse`. */
  mayBeSecond: boolean;
  /** What it was signed with (ms since 1970). */
  signedAt: number;
  /** What the till's own clock said then (ms since 1970). */
  ownAt: number;
}

export interface AttemptsOptions
  extends Pick<
    ReplayerOptions,
    'saves' | 'delivery' | 'client' | 'clock' | 'gatewayClock' | 'random' | 'table' | 'onIgnored'
  > {
  store: StorePatience;
  staleness: Staleness;
  /** The deadline of the stop has passed: the store is about to close. */
  isAbandoned: () => boolean;
  /**
   * An answer has come to what began at `startedAt` (monotonic ms): whose fault it is. The network is free for the next.
   * `next`: what a relay says of the backlog's next call (ms), or null.
   */
  onAnswered: (
    sending: Save,
    outcome: Outcome,
    startedAt: number,
    next: number | null,
    sent: Sent,
  ) => Judgement;
  /** A save was settled, and may go again so many ms later (null: at once). */
  onSettled: (settled: Save, outcome: Outcome, wait: number | null) => void;
}

/** One try to deliver a save: mark on disk, send, learn the outcome, settle on disk. */
export class Attempts {
  readonly #options: AttemptsOptions;

  constructor(options: AttemptsOptions) {
    this.#options = options;
  }

  /** `startedAt`: monotonic ms; `said`: what a relay is told of the call. Throws only bugs. */
  async run(
    pending: Save,
    account: GatewayAccount,
    startedAt: number,
    said: CallSaid | null,
  ): Promise<void> {
    const { delivery, client, gatewayClock, random, store, staleness } = this.#options;
    const sending = await this.#mark(pending);
    if (sending === null) {
      // The mark is not on disk, so nothing may leave: not this save, and no other either.
      store.failed();
      return;
    }
    store.worked();
    const body = delivery.openBody(sending);
    if (body === null) {
      await store.untilStored(
        () => delivery.holdUnreadable(sending),
        () => !this.#options.isAbandoned(),
      );
      return;
    }
    // While the mark was being written the PC may have slept, or the disk have taken a day: it is left alone then.
    if (isStale(sending, gatewayClock.now())) {
      delivery.recover(sending.requestId, gatewayClock.now());
      return;
    }
    const left = staleness.departure();
    const response = await client.send(account, body, said);
    const outcome = withoutEchoes(classify(response, this.#options.table()), body);
    if (response.kind === 'http') staleness.learn(outcome, response.date, left);
    const now = gatewayClock.now();
    const unknownSince = staleness.unknownSince(left);
    // The next person's save need not wait for the disk: its mark and this settle go with one flush.
    const { mayBeSecond = false, next = null } = response.kind === 'http' ? response : {};
    const judgement = this.#options.onAnswered(sending, outcome, startedAt, next, {
      mayBeSecond,
      signedAt: left.at,
      ownAt: left.monotonic + left.wallAhead,
    });
    const context = { now, unknownSince, mayBeSecond, random, ...judgement };
    await this.#settle(sending, outcome, context, left);
  }

  /**
   * The mark says since when the save is in doubt if the till is killed now: where the time was shown to be another one
   * while it was being written, it is written anew.
   */
  async #mark(pending: Save): Promise<Save | null> {
    const { delivery, gatewayClock } = this.#options;
    for (let save = pending; ; ) {
      const now = gatewayClock.now();
      const sending = await delivery.mark(save, now);
      const late = gatewayClock.now();
      if (sending === null || Math.abs(late - now) <= MAX_MARKING_MS) return sending;
      if (isStale(sending, late)) return sending;
      // Perhaps dated anew meanwhile.
      save = { ...pending, firstUnknownAt: sending.firstUnknownAt };
    }
  }

  async #settle(
    sending: Save,
    outcome: Outcome,
    context: Parameters<Delivery['settle']>[2] & { unknownSince: number },
    left: Departure,
  ): Promise<void> {
    const { saves, delivery, store, staleness, isAbandoned, onSettled, onIgnored } = this.#options;
    const ending = staleness.ending(left, context.unknownSince);
    // The same send, perhaps dated anew meanwhile; settled otherwise it is another one.
    const current = () => {
      const save = saves.find(sending.requestId);
      return save?.state === 'sending' && save.attempts === sending.attempts ? save : null;
    };
    const settled = await store.untilStored(
      () =>
        delivery.settle(current() ?? sending, outcome, context, (stored) =>
          // Its doubt of before has the date by now that was proved while this was being stored.
          staleness.noted(current() ?? sending, stored, ending),
        ),
      () => !isAbandoned() && current() !== null,
    );
    if (settled === null) {
      onIgnored?.(sending, toRecord(outcome));
      return;
    }
    const { nextAttemptAt } = settled;
    const wait = nextAttemptAt === null ? null : nextAttemptAt - context.now;
    onSettled(settled, outcome, wait);
  }
}
