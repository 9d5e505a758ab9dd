import { RETRY_SCHEDULE } from '../backoff/backoff.ts';
import type { Outcome } from '../gateway/outcome.ts';
import { PROXY_SILENT } from '../gateway/proxyProblems.ts';
import type { WaitingSaves } from '../outbox/personQueue.ts';
import type { Save } from '../outbox/save.ts';
import { isBusy } from './busyStreak.ts';
import { type Choice, chooseNext } from './chooseNext.ts';

/**
 * Since something passed last, so many saves are put in doubt by asking it; then these ask again, one after the
 * other, and nobody of the backlog besides. Of twenty that something on the way chokes on, none is in the way of those
 * behind them.
 */
const MAX_ASKING = 24;

/** The last call of a save of which nobody knows what came of it. */
interface Asked {
  leftAt: number;
  /** It got no answer; else the platform was there, and too busy, or said what nobody knows. */
  isSilent: boolean;
}

/**
 * Saves that may have arrived, and got no answer. That may be each one's own fault (a body that something on the way
 * chokes on), or there is no gateway. And those that the platform was too busy for, or gave an answer that nobody knows:
 * by asking they come into doubt like these. Saves go by their sequence; times are ms of a monotonic clock.
 */
export class SilentSaves {
  /** The one that has asked longest ago is the first. */
  readonly #asked = new Map<number, Asked>();
  /** The last silence was a proxy's that has had its password: hardly a form has got that far, whoever's it was. */
  #isProxySilent = false;

  /**
   * Whether what came of a call is a silence of this save alone: it is the second one, and a call that left after the
   * first was answered (the latest at `answeredSince`). A single answer is lost now and then.
   */
  isOwn(sequence: number, outcome: Outcome, answeredSince: number): boolean {
    const asked = this.#asked.get(sequence);
    return asked?.isSilent === true && isSilence(outcome) && answeredSince > asked.leftAt;
  }

  /** What came of a call that left at `startedAt`. */
  met(sequence: number, outcome: Outcome, startedAt: number): void {
    // What surely never arrived anywhere says nothing of the save.
    if (outcome.class === 'unreachable' && !outcome.mayHaveArrived) return;
    this.#isProxySilent = outcome.code === `transport.${PROXY_SILENT}`;
    const wasInDoubt = this.#asked.delete(sequence);
    if (outcome.class === 'accepted') return;
    const isSilent = isSilence(outcome);
    const isInDoubt = isSilent || isBusy(outcome) || outcome.class === 'unknown';
    // To be refused takes nothing of an earlier doubt.
    if (isInDoubt || wasInDoubt) this.#asked.set(sequence, { leftAt: startedAt, isSilent });
  }

  /** A save is finished. */
  left(sequence: number): void {
    this.#asked.delete(sequence);
  }

  /** Another gateway, or another way to it. */
  clear(): void {
    this.#asked.clear();
    this.#isProxySilent = false;
  }

  /**
   * Who asks a gateway that is silent, or too busy, or refuses everybody: somebody whose last call was not met like that,
   * of the backlog no more than so many since `passedSince`, when something passed; then whoever has asked longest ago.
   * `fresh` and `dueIn`: as for `chooseNext`. `isStale`: it is in doubt for too long to be asked with, so that somebody else
   * has its place; where the time is not proved it waits like that until an answer has proved it, and it takes somebody to ask.
   * A silent proxy is asked by those alone who have asked: it chokes on no form, so nobody is put in doubt to find that out.
   */
  nextProbe(
    queue: WaitingSaves,
    fresh: readonly number[],
    dueIn: (save: Save) => number,
    passedSince: number,
    isStale: (save: Save) => boolean,
  ): Choice {
    let asking = 0;
    for (const [sequence, { leftAt }] of [...this.#asked]) {
      const save = queue.get(sequence);
      if (save === undefined) this.left(sequence);
      else if (leftAt > passedSince && !isStale(save)) asking += 1;
    }
    if (this.#isProxySilent && asking > 0) {
      return chooseNext(queue, this.#asked.keys(), dueIn, { all: 1, backlog: 0 });
    }
    const anew = (save: Save) =>
      this.#asked.has(save.sequence) ? RETRY_SCHEDULE.limitMilliseconds : dueIn(save);
    const backlog = asking < MAX_ASKING ? 1 : 0;
    const choice = chooseNext(queue, fresh, anew, { all: 1, backlog });
    if (choice.ready.length > 0) return choice;
    // Only these: where each waits for a time of its own, nobody is put in doubt in their place.
    const again = chooseNext(queue, this.#asked.keys(), dueIn, { all: 1, backlog: 0 });
    return { ...again, nextDueIn: earliest(choice.nextDueIn, again.nextDueIn) };
  }
}

/** The shorter of two waits (ms); null: there is none. */
function earliest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

/** Nothing that the gateway has said, though it may have got the call. */
function isSilence(outcome: Outcome): boolean {
  return outcome.class === 'unreachable' && outcome.mayHaveArrived;
}
