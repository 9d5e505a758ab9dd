import type { Outcome } from '../../app/gateway/outcome.ts';
import { heldAsStale } from '../../app/outbox/doubt.ts';
import { isHeldForApp, isUnfinished, type Save } from '../../app/outbox/save.ts';
import { markSending, recover, type SettleContext, settle } from '../../app/outbox/transitions.ts';
import { openBody } from '../vault/sealedBody.ts';
import type { Vault } from '../vault/vault.ts';
import type { AppBinding } from './appBinding.ts';
import { eachInTurn } from './eachInTurn.ts';
import type { SaveWriter } from './saveWriter.ts';
import { sealWords } from './sealedWords.ts';
import type { UnreadableSaves } from './unreadableSaves.ts';

export interface DeliveryOptions {
  writer: SaveWriter;
  binding: Pick<AppBinding, 'fits' | 'align'>;
  vault: Vault;
  unreadable: Pick<UnreadableSaves, 'hold'>;
  /** While this is true none may leave: they are on their way to another till, or from it, or are being doubted. */
  isMoving: () => boolean;
  /** What waits in a folder that was set aside does not leave from here. */
  aside: { holds(save: Save): boolean };
}

/** What sending a save does to it. Times are ms since 1970. */
export class Delivery {
  readonly #options: DeliveryOptions;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Whether a save may leave now, and under the settings as they are. */
  fits(save: Save): boolean {
    const { binding, isMoving, aside } = this.#options;
    const { saves } = this.#options.writer;
    return !isMoving() && !aside.holds(save) && !saves.isLeaving(save) && binding.fits(save);
  }

  /** Holds what the settings do not fit, and releases what they fit again: `AppBinding.align`. */
  align(): Promise<boolean> {
    return this.#options.binding.align();
  }

  /** Marks a save on disk before its first byte leaves; null when the mark could not be stored. */
  mark(pending: Save, now: number): Promise<Save | null> {
    return this.#options.writer.mark(pending, markSending(pending, now));
  }

  /**
   * The frozen JSON text of a save, or null where it was erased, does not open with this key, is not the save any more
   * that was stored, or was made for another brand than its line says.
   */
  openBody(save: Save): string | null {
    const body = openBody(this.#options.vault, save);
    return body !== null && brandOf(body) === save.brandId ? body : null;
  }

  /** A save whose body does not open is kept for somebody; it must not block the others. */
  holdUnreadable(save: Save): Promise<Save | null> {
    return this.#options.unreadable.hold(save);
  }

  /**
   * Stores what an answer made of a save that is being sent; null when it could not be stored. Once a correction of
   * it stands, an answer that everybody gets closes it all the same: the correction waits for nothing else. In the turn of
   * the save, so that whoever discards its correction meanwhile holds it again. `dated`: `Dating`.
   */
  settle(
    sending: Save,
    outcome: Outcome,
    context: SettleContext,
    dated?: (settled: Save) => Save,
  ): Promise<Save | null> {
    const { writer, vault } = this.#options;
    return writer.answerInTurn(sending.requestId, async () => {
      // Perhaps dated anew while somebody else had its turn.
      const known = writer.saves.find(sending.requestId);
      const isSame = known?.state === 'sending' && known.attempts === sending.attempts;
      const sent = isSame ? known : sending;
      const isEverybodys = context.isEverybodys && writer.saves.correctionOf(sent) === undefined;
      const answered = { ...sent, sealedWords: sealWords(vault, sent, outcome) };
      return writer.store(settle(answered, outcome, { ...context, isEverybodys }), { dated });
    });
  }

  /** A send that ended nobody knows how: in memory as at a start, so that the save goes on. */
  recover(requestId: string, now: number): void {
    const { writer } = this.#options;
    const save = writer.saves.find(requestId);
    if (save?.state === 'sending') writer.know(recover(save, now));
  }

  /**
   * Holds every save whose outcome has been unknown for too long, many in one flush; false when that cannot be stored.
   * `time` is asked for each: while others are being stored, an answer may show that the clock was wrong.
   */
  async holdStale(time: () => number): Promise<boolean> {
    const { writer } = this.#options;
    const old = writer.saves.stale(time());
    // Nobody waits for what somebody is just deciding about.
    const waiting = old.filter(({ state }) => state === 'pending');
    const { isStored } = await eachInTurn(writer, waiting, async (save) => {
      const held = heldAsStale(save, time());
      return held === null ? undefined : writer.store(held);
    });
    return isStored;
  }

  /**
   * Corrects since when (ms since 1970) the outcome has been unknown of a save that waits, or will again when the
   * settings fit; on disk with its next change. What is not proved (`isProved`) may be forgotten again, and makes
   * nothing younger there.
   */
  redate(requestId: string, firstUnknownAt: number, isProved = true): void {
    const { writer } = this.#options;
    const save = writer.saves.find(requestId);
    // Nothing is in doubt any more where a manager has requeued it before anybody knew the time.
    if (save === undefined || save.firstUnknownAt === null) return;
    const entered = writer.saves.queue.get(save.sequence);
    if (!isHeldForApp(save) && (entered === undefined || !isUnfinished(save))) return;
    const dated = { ...save, firstUnknownAt };
    if (isProved) writer.earlier.drop(requestId);
    else for (const one of [save, dated]) writer.earlier.keep(one);
    // Somebody's word about it is just being stored, or it is just being let go on: nothing later of its person leaves meanwhile.
    const isReserved = entered !== undefined && entered !== save;
    writer.know(dated);
    if (isReserved) writer.reserve(dated);
  }

  /** The same for one that was stored as `stored` just now; gives it as it is known from now on. */
  redated(stored: Save, firstUnknownAt: number, isProved: boolean): Save {
    const { earlier } = this.#options.writer;
    const dated = { ...stored, firstUnknownAt };
    if (!isProved) for (const one of [stored, dated]) earlier.keep(one);
    return dated;
  }

  /** Nothing will prove any more what doubts were dated anew by without a proof: they are as old as they were. */
  forgetUnproved(): void {
    const { saves, earlier } = this.#options.writer;
    for (const requestId of earlier.ids()) {
      const save = saves.find(requestId);
      const { firstUnknownAt = null } = save === undefined ? {} : earlier.onDisk(save);
      if (firstUnknownAt === null) earlier.drop(requestId);
      else this.redate(requestId, firstUnknownAt);
    }
  }
}

function brandOf(body: string): unknown {
  return (JSON.parse(body) as { brand_id?: unknown }).brand_id;
}
