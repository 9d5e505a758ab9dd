import { isSaidCorrected } from '../../app/outbox/beforeCorrection.ts';
import { arrive, passedBefore } from '../../app/outbox/doubt.ts';
import { hold } from '../../app/outbox/hold.ts';
import { placeOf } from '../../app/outbox/order.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import { discard } from '../../app/outbox/transitions.ts';
import type { Vault } from '../vault/vault.ts';
import type { Arrival } from './intention.ts';
import { sealWords } from './sealedWords.ts';

interface ArrivingOptions {
  saves: Pick<Saves, 'correctionOf' | 'correctionsNaming' | 'hasCorrectionElsewhere'>;
  vault: Vault;
  /** Till's clock, ms since 1970. */
  now: () => number;
  /** The gateway's clock, ms since 1970; the till's own as long as nothing has proved it. */
  bestNow: () => number;
}

/** What becomes here of a save that another till has put into a file. Nothing is stored. */
export class Arriving {
  readonly #options: ArrivingOptions;

  constructor(options: ArrivingOptions) {
    this.#options = options;
  }

  /**
   * A save with what it has been at another till. Where a correction of it stands here it is not sent, for after that it
   * would undo it; where one has gone elsewhere, nobody here knows, and the manager decides. So it is where a later save
   * of the same person has left from here: this one would write older data over newer.
   */
  asNew(save: Save, arrival: Arrival): Save {
    return this.#asArrived(save, arrival, isSaidCorrected(this.#options.saves, save));
  }

  #asArrived(save: Save, arrival: Arrival, isCorrected: boolean): Save {
    const { saves, vault, now, bestNow } = this.#options;
    const { history, words, exportedAt, before, madeAt } = arrival;
    const imported = { exportedAt, before, madeAt };
    const sealedWords = words === null ? null : sealWords(vault, save, words);
    const arrived = arrive({ ...save, ...history, sealedWords, imported }, exportedAt, bestNow());
    if (saves.correctionOf(arrived) !== undefined) return discard(arrived, 'corrected', now());
    const isPassed = arrival.isPassed(arrived);
    // What was held stays so for its own reason: nobody but the manager lets it go, and its app neither.
    if (arrived.state !== 'pending') return isPassed ? passedBefore(arrived, exportedAt) : arrived;
    return isPassed || isCorrected ? hold(arrived, 'late-import', now()) : arrived;
  }

  /**
   * Whether one that is here comes home with a file: this till had exported it, and is to send it again. What a manager has
   * discarded does where the file was, or may have been, written after that: whoever wrote it has closed his copy, and nobody
   * else would have it any more. The file that it came by was there before. So does what was corrected, where the correction has
   * gone to another till, whatever the file's date: there a manager may have discarded that, and nothing goes by itself. Not
   * so what the manager had discarded before it was corrected: for that his word stands still.
   */
  isHome(existing: Save, { exportedAt }: Pick<Arrival, 'exportedAt'>): boolean {
    const { closedReason, settledAt, isDatedAfterwards, imported } = existing;
    const isCorrected = closedReason === 'corrected';
    if (isCorrected && !this.#options.saves.hasCorrectionElsewhere(existing)) return false;
    if (isDiscarded(existing)) {
      const isSameFile = imported?.exportedAt === exportedAt;
      const isUnknown = settledAt === null || isDatedAfterwards;
      return !isSameFile && (isUnknown || exportedAt > settledAt);
    }
    return isCorrected || closedReason === 'moved';
  }

  /**
   * As it is to be here again; where a manager has decided about it meanwhile it takes one, whatever it was held for: what is
   * held for its app goes by itself once that fits, and what was refused at a cashier's press. What left while it waited is
   * sent before its correction, which comes home with it: at another till that has read the same file it would be new behind
   * a correction that has taken effect.
   */
  home(existing: Save, app: string | null, arrival: Arrival): Save {
    const place = { before: placeOf(existing), madeAt: arrival.madeAtHome(existing) };
    const open = { ...existing, closedReason: null, closing: null, app };
    const isBehind = existing.closedReason === 'moved' ? arrival.bringsHome : undefined;
    const isCorrected = isSaidCorrected(this.#options.saves, existing, isBehind);
    const home = this.#asArrived(open, { ...arrival, ...place }, isCorrected);
    const isDecided = isDiscarded(existing) && home.state !== 'discarded';
    return isDecided ? hold(home, 'late-import', this.#options.now()) : home;
  }
}

/** By the manager, who has said so: a correction of it that stands may have been taken back since. */
function isDiscarded({ closedReason, closing }: Save): boolean {
  return closedReason === 'manager' || closing !== null;
}
