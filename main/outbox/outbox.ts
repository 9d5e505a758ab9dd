import type { Outcome } from '../../app/gateway/outcome.ts';
import { whyStale } from '../../app/outbox/arrival.ts';
import type { Home, MadeFor } from '../../app/outbox/home.ts';
import { identityTexts, mobileKeyOf } from '../../app/outbox/identity.ts';
import { compareSaves } from '../../app/outbox/order.ts';
import type { OtherApp, OutboxCounts, StoreNotice } from '../../app/outbox/outboxView.ts';
import type { PersonQueue } from '../../app/outbox/personQueue.ts';
import { type ClosedReason, isHeldForApp, isUnfinished, type Save } from '../../app/outbox/save.ts';
import type { SaveBook } from '../../app/outbox/saveBook.ts';
import {
  hold,
  isStale,
  markSending,
  recover,
  type SettleContext,
  STALE_AFTER_MILLISECONDS,
  settle,
} from '../../app/outbox/transitions.ts';
import { isSameBody, openBody } from '../vault/sealedBody.ts';
import type { Vault } from '../vault/vault.ts';
import { AppBinding } from './appBinding.ts';
import { doubtLost } from './doubtLost.ts';
import { doubtRecovered, type RecoveryMark } from './doubtRecovered.ts';
import { type ComingBack, Intake } from './intake.ts';
import type { Arrival, EnqueueResult, Intention } from './intention.ts';
import { PersonChanges } from './personChanges.ts';
import { outlived } from './retention.ts';
import { openWords, type SaidWords, sealWords } from './sealedWords.ts';
import { StoredBook, type StoredBookOptions } from './storedBook.ts';
import { type SetAside, type Taken, takeInSaves } from './takeInSaves.ts';
import { Turns } from './turns.ts';

export interface OutboxOptions extends StoredBookOptions {
  vault: Vault;
  /** The gateway's clock, ms since 1970, or null while no answer has proved it; default: the till's own. */
  knownTime?: () => number | null;
  /** How long a masked line stays after acceptance (ms). */
  retention: number;
  /** What the settings say now of brand and app, or null before the first ones: then nothing fits. Default: null. */
  home?: () => Home | null;
  /** While this is true none may leave: they are on their way to another till, or from it. Default: never. */
  isMoving?: () => boolean;
  /** What lies in a folder that waits for its key as well: it does not leave, and is not forgotten. Default: nothing. */
  aside?: { holds(save: Save): boolean; keeps(save: Save): boolean };
}

/** Every save of this till: in memory for choosing and showing, on disk before anybody is told. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #stored: StoredBook;
  readonly #binding: AppBinding;
  readonly #changes: PersonChanges;
  readonly #intake: Intake;
  readonly #turns = new Turns();
  #isBound = true;

  private constructor(options: OutboxOptions, lastSequence: number, notices: StoreNotice[]) {
    this.#options = options;
    this.#stored = new StoredBook(options, notices);
    const { vault, now, knownTime = now, home = () => null } = options;
    const turns = this.#turns;
    this.#binding = new AppBinding({ stored: this.#stored, turns, now, home });
    this.#changes = new PersonChanges(this.#stored, { turns, now, knownTime, home });
    this.#intake = new Intake(
      { vault, now, bestNow: () => this.time(), stored: this.#stored, changes: this.#changes },
      lastSequence,
    );
  }

  /**
   * Loads the store; saves that were being sent are pending again, held ones whose correction had been stored are closed,
   * and of a store that has lost something all that is open is in doubt. Throws only if the store does.
   */
  static async open(options: OutboxOptions): Promise<Outbox> {
    const { saves, lastSequence, notices } = await options.store.load();
    const outbox = new Outbox(options, lastSequence, [...notices]);
    for (const save of saves) outbox.book.keep(recover(save, options.now()));
    await doubtLost(outbox.#stored, notices, options.now());
    const home = options.home?.() ?? null;
    const isStored = await outbox.#binding.adopt(home, (save) => outbox.openBody(save));
    // Without settings there was no app that new ones could take the place of.
    outbox.#isBound = isStored || home === null;
    await outbox.#changes.closeAllCorrected();
    await outbox.#forgetOld(null);
    return outbox;
  }

  /** False where it could not be stored for which app older saves were made: then it must stay the present one. */
  get isBound(): boolean {
    return this.#isBound;
  }

  /** What is known of every save. Only this class changes it. */
  get book(): SaveBook {
    return this.#stored.book;
  }

  get queue(): PersonQueue {
    return this.book.queue;
  }

  /** Takes in one intention: `Intake.enqueue`. */
  enqueue(intention: Intention): Promise<EnqueueResult> {
    return this.#intake.enqueue(intention);
  }

  /** Takes in a save of another till: `Intake.takeOver`. */
  takeOver(intention: Intention, body: string, arrival: Arrival): Promise<EnqueueResult> {
    return this.#intake.takeOver(intention, body, arrival);
  }

  /** Takes in what was set aside with its key: `takeInSaves`. */
  comeBack(saves: readonly ComingBack[], from: SetAside): Promise<Taken> {
    // Before anything is sent no answer has shown another time.
    const now = this.#options.now();
    const into = { stored: this.#stored, intake: this.#intake, changes: this.#changes, now };
    return takeInSaves(saves, from, into);
  }

  /** The chain has recovered what was here, and another till may send it: `doubtRecovered`. */
  doubtRecovered(mark: RecoveryMark): Promise<{ count: number; isStored: boolean }> {
    return doubtRecovered(this.unfinished(), mark, this.#stored, this.#options.now());
  }

  /** Nothing of a taking in counts: what has just come back goes again. None of it may have been sent. */
  async undo({ taken }: Taken): Promise<void> {
    await this.#stored.erase(taken);
  }

  /** The gateway's clock as far as it is known, else the till's own; ms since 1970. */
  time(): number {
    const { knownTime, now } = this.#options;
    return knownTime?.() ?? now();
  }

  /** Marks a save on disk before its first byte leaves (`now`: ms since 1970); null when the mark could not be stored. */
  async markSending(pending: Save, now: number): Promise<Save | null> {
    const sending = markSending(pending, now);
    this.book.keep(sending);
    const isStored = await this.#stored.write(sending);
    // Perhaps dated anew meanwhile.
    const marked = this.book.find(pending.requestId) ?? sending;
    if (isStored) return marked;
    this.book.keep({ ...pending, firstUnknownAt: marked.firstUnknownAt });
    return null;
  }

  /** The frozen JSON text of a save, or null where it was erased or does not open with this key. */
  openBody(save: Save): string | null {
    return openBody(this.#options.vault, save);
  }

  /** True when a save surely has this body: `isSameBody`. */
  isSameBody(save: Save, body: string): boolean {
    return isSameBody(this.#options.vault, save, body);
  }

  /** A save whose body does not open is kept for a person; it must not block the others. */
  holdUnreadable(save: Save): Promise<Save | null> {
    return this.#stored.store(hold(save, 'unreadable', this.#options.now()));
  }

  /**
   * Stores what an answer made of a save that is being sent; null when it could not be stored. Once a correction of
   * it stands, an answer that everybody gets closes it all the same: the correction waits for nothing else. `dated`:
   * `StoredBook.store`.
   */
  settle(
    sending: Save,
    outcome: Outcome,
    context: SettleContext,
    dated?: (settled: Save) => Save,
  ): Promise<Save | null> {
    const isEverybodys = context.isEverybodys && this.book.correctionOf(sending) === undefined;
    const sealedWords = sealWords(this.#options.vault, sending, outcome);
    const answered = { ...sending, sealedWords };
    return this.#stored.store(settle(answered, outcome, { ...context, isEverybodys }), dated);
  }

  /** What the gateway last said of a save, or null where nothing is kept or does not open with this key. */
  openWords(save: Save): SaidWords | null {
    return openWords(this.#options.vault, save);
  }

  /** Closes a save that waits or is held; null when it could not be stored or is no longer so. */
  discard(requestId: string, reason: ClosedReason): Promise<Save | null> {
    return this.#changes.discard(requestId, reason);
  }

  /** Another till may send it from `since` on (ms since 1970), or none after all: `PersonChanges.doubt`. */
  doubt(requestId: string, since: number | null): Promise<boolean> {
    return this.#changes.doubt(requestId, since);
  }

  /** Resolves once what is just being decided about these saves, or registered, is stored or refused. */
  async decided(requestIds: readonly string[]): Promise<void> {
    await this.#intake.idle();
    await Promise.all(requestIds.map((requestId) => this.#turns.run(requestId, async () => null)));
  }

  /** By the manager's word: a held or discarded save back into the queue as it is; null when that is not possible. */
  takeBack(requestId: string): Promise<Save | null> {
    return this.#changes.takeBack(requestId);
  }

  /** By anybody's word: a held save back into the queue as it is; null when that is not possible. */
  sendAgain(requestId: string): Promise<Save | null> {
    return this.#changes.sendAgain(requestId);
  }

  /** A send that ended nobody knows how: in memory as at a start, so that the save goes on. */
  recover(requestId: string, now: number): void {
    const save = this.book.find(requestId);
    if (save?.state === 'sending') this.book.keep(recover(save, now));
  }

  /**
   * Corrects since when (ms since 1970) the outcome has been unknown of a save that waits, or will again when the
   * settings fit; on disk with its next change. What is not proved (`isProved`) may be forgotten again, and makes
   * nothing younger there.
   */
  redate(requestId: string, firstUnknownAt: number, isProved = true): void {
    const save = this.book.find(requestId);
    // Nothing is in doubt any more where a manager has taken it back.
    if (save === undefined || save.firstUnknownAt === null) return;
    // Reserved: a person's word about it is just being stored.
    if (!isHeldForApp(save) && this.queue.get(save.sequence) !== save) return;
    const dated = { ...save, firstUnknownAt };
    if (isProved) this.#stored.earlier.drop(requestId);
    else for (const one of [save, dated]) this.#stored.earlier.keep(one);
    this.book.keep(dated);
  }

  /** The same for one that was stored as `stored` just now; gives it as it is known from now on. */
  redated(stored: Save, firstUnknownAt: number, isProved: boolean): Save {
    const dated = { ...stored, firstUnknownAt };
    if (!isProved) for (const one of [stored, dated]) this.#stored.earlier.keep(one);
    return dated;
  }

  /** Nothing will prove any more what doubts were dated anew by without a proof: they are as old as they were. */
  forgetUnproved(): void {
    const { earlier } = this.#stored;
    for (const requestId of earlier.ids()) {
      const save = this.book.find(requestId);
      const { firstUnknownAt = null } = save === undefined ? {} : earlier.onDisk(save);
      if (firstUnknownAt === null) earlier.drop(requestId);
      else this.redate(requestId, firstUnknownAt);
    }
  }

  /** Everything that is not accepted or discarded, oldest first: what moves to another till. */
  unfinished(): Save[] {
    return [...this.book.values()]
      .filter((save) => isUnfinished(save) || save.state === 'held')
      .sort(compareSaves);
  }

  /** Whether a save may leave now, and under the settings as they are. */
  fits(save: Save): boolean {
    const { isMoving, aside } = this.#options;
    return isMoving?.() !== true && aside?.holds(save) !== true && this.#binding.fits(save);
  }

  /** Holds what the settings do not fit, and releases what they fit again: `AppBinding.align`. */
  align(): Promise<boolean> {
    return this.#binding.align();
  }

  /** By the manager's word: all that is held of another app goes on under the present one. Gives how many. */
  goOn(madeFor: MadeFor): Promise<number> {
    return this.#binding.goOn(madeFor);
  }

  /** What is held because it was made for this brand and app, oldest first. */
  heldOf(madeFor: MadeFor): Save[] {
    return this.#binding.heldOf(madeFor);
  }

  /** What is held for its app, by what it was made for. */
  otherApps(): OtherApp[] {
    return this.#binding.otherApps();
  }

  /**
   * Holds every save whose outcome has been unknown for too long; false when that cannot be stored. `time`: ms since
   * 1970, asked for each: while one is being stored, an answer may show that the clock was wrong.
   */
  async holdStale(time: () => number): Promise<boolean> {
    for (const { sequence } of this.book.unknownSinceBefore(time() - STALE_AFTER_MILLISECONDS)) {
      // As it is now: while another one was stored, a person may have decided about it.
      const save = this.queue.get(sequence);
      const now = time();
      if (save?.state !== 'pending' || !isStale(save, now)) continue;
      if ((await this.#stored.store(hold(save, whyStale(save), now))) === null) return false;
    }
    return true;
  }

  /** What was found at start, and what hinders the store now. */
  get notices(): StoreNotice[] {
    return this.#stored.notices;
  }

  get counts(): Readonly<OutboxCounts> {
    return this.book.counts;
  }

  find(requestId: string): Save | undefined {
    return this.book.find(requestId);
  }

  /** The newest save of this till with a phone number; discarded ones do not count. */
  findMember(brandId: string, mobile: string): Save | undefined {
    const [text = ''] = identityTexts(brandId, { mobile });
    const key = this.#options.vault.identityKey(text);
    return this.book
      .ofPerson(key)
      .filter((save) => save.state !== 'discarded' && mobileKeyOf(save) === key)
      .at(-1);
  }

  /**
   * Forgets what has outlived its retention time, in memory and on disk. `confirmedTime`: the gateway's clock, ms
   * since 1970, or null while fewer than two answers have proved it.
   */
  async housekeep(confirmedTime: number | null): Promise<void> {
    if (confirmedTime !== null) await this.#changes.dateDiscarded(confirmedTime);
    await this.#forgetOld(confirmedTime);
    await this.#options.store.tidy();
  }

  close(): Promise<void> {
    return this.#options.store.close();
  }

  #forgetOld(confirmedTime: number | null): Promise<void> {
    const { now, retention, aside } = this.#options;
    const old = outlived(this.book.values(), { now: now(), confirmedTime }, retention);
    return this.#stored.erase(old.filter((save) => aside?.keeps(save) !== true));
  }
}
