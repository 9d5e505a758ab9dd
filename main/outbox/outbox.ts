import { type Consent, isSameConsent } from '../../app/consent/consent.ts';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { maskMember } from '../../app/member/mask.ts';
import { createSave } from '../../app/outbox/createSave.ts';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import { identityTexts, mobileKeyOf } from '../../app/outbox/identity.ts';
import type { OutboxCounts, StoreNotice } from '../../app/outbox/outboxView.ts';
import type { PersonQueue } from '../../app/outbox/personQueue.ts';
import { type HeldReason, isUnfinished, type Save } from '../../app/outbox/save.ts';
import type { SaveBook } from '../../app/outbox/saveBook.ts';
import {
  hold,
  isStale,
  markSending,
  recover,
  type SettleContext,
  settle,
  unmark,
} from '../../app/outbox/transitions.ts';
import type { Vault } from '../vault/vault.ts';
import type { EnqueueResult, History, Intention } from './intention.ts';
import { PersonChanges } from './personChanges.ts';
import { outlived } from './retention.ts';
import { openBody, sealBody } from './sealedBody.ts';
import { StoredBook, type StoredBookOptions } from './storedBook.ts';

export interface OutboxOptions extends StoredBookOptions {
  vault: Vault;
  /** How long a masked line stays after acceptance (ms). */
  retention: number;
}

/** Every save of this till: in memory for choosing and showing, on disk before anybody is told. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #stored: StoredBook;
  readonly #changes: PersonChanges;
  readonly #enqueuing = new Map<
    string,
    { body: string; consent: Consent | null; result: Promise<EnqueueResult> }
  >();
  #lastSequence: number;

  private constructor(options: OutboxOptions, lastSequence: number, notices: StoreNotice[]) {
    this.#options = options;
    this.#lastSequence = lastSequence;
    this.#stored = new StoredBook(options, notices);
    this.#changes = new PersonChanges(this.#stored, options.now);
  }

  /**
   * Loads the store; saves that were being sent are pending again, and held ones whose correction had
   * been stored are closed. Throws only if the store does.
   */
  static async open(options: OutboxOptions): Promise<Outbox> {
    const { saves, lastSequence, notices } = await options.store.load();
    const outbox = new Outbox(options, lastSequence, [...notices]);
    for (const save of saves) outbox.book.keep(recover(save, options.now()));
    await outbox.#changes.closeAllCorrected();
    await outbox.#forgetOld();
    return outbox;
  }

  /** What is known of every save. Only this class changes it. */
  get book(): SaveBook {
    return this.#stored.book;
  }

  get queue(): PersonQueue {
    return this.book.queue;
  }

  /**
   * Takes in one intention. Resolves once it is flushed to the disk, and not before. The same id
   * with the same content gives the save that is there; with other content it is refused.
   */
  enqueue(intention: Intention): Promise<EnqueueResult> {
    const { requestId } = intention;
    const body = freezeBody(requestId, intention.origin, intention.member);
    const underWay = this.#enqueuing.get(requestId);
    if (underWay) {
      return underWay.body === body && isSameConsent(underWay.consent, intention.consent)
        ? underWay.result.then((result) => (result.ok ? { ...result, isNew: false } : result))
        : Promise.resolve({ ok: false, failure: 'intention.reused' });
    }
    const existing = this.book.find(requestId);
    if (existing) return Promise.resolve(this.#again(existing, intention, body));
    const result = this.#append(intention, body, {}).finally(() =>
      this.#enqueuing.delete(requestId),
    );
    this.#enqueuing.set(requestId, { body, consent: intention.consent, result });
    return result;
  }

  /**
   * Takes in a save of another till, under the id and with the bytes that it had there. One that is
   * already here stays as it is, unless it had been exported from here: then it is taken back.
   */
  async takeOver(intention: Intention, body: string, history: History): Promise<EnqueueResult> {
    const existing = this.book.find(intention.requestId);
    if (existing === undefined) return this.#append(intention, body, history);
    // It comes home: this till had exported it and is to send it again.
    if (existing.state !== 'discarded' || existing.heldReason !== 'moved') {
      return { ok: true, save: existing, isNew: false };
    }
    const save = await this.#stored.store({ ...existing, ...history, settledAt: null });
    return save === null ? { ok: false, failure: 'store.failed' } : { ok: true, save, isNew: true };
  }

  /** Marks a save on disk before its first byte leaves (`now`: ms since 1970); null when the mark could not be stored. */
  async markSending(pending: Save, now: number): Promise<Save | null> {
    const sending = markSending(pending, now);
    this.book.keep(sending);
    if (await this.#stored.write(sending)) return sending;
    this.book.keep(pending);
    return null;
  }

  /** Takes the mark of a save back of which no byte has left; false when only the disk still has it. */
  unmark(marked: Save): Promise<boolean> {
    const pending = unmark(marked);
    this.book.keep(pending);
    return this.#stored.write(pending);
  }

  /** The frozen JSON text of a save, or null where it was erased or does not open with this key. */
  openBody(save: Save): string | null {
    return openBody(this.#options.vault, save);
  }

  /** A save whose body does not open is kept for a person; it must not block the others. */
  holdUnreadable(save: Save): Promise<Save | null> {
    return this.#stored.store(hold(save, 'unreadable', this.#options.now()));
  }

  /** Stores what an answer made of a save that is being sent; null when it could not be stored. */
  settle(sending: Save, outcome: Outcome, context: SettleContext): Promise<Save | null> {
    return this.#stored.store(settle(sending, outcome, context));
  }

  /** Closes a save that waits or is held; null when it could not be stored or is no longer so. */
  discard(requestId: string, reason: HeldReason | null): Promise<Save | null> {
    return this.#changes.discard(requestId, reason);
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

  /** Corrects since when (ms since 1970) the outcome of a waiting save has been unknown; on disk with its next change. */
  redate(requestId: string, firstUnknownAt: number): void {
    const save = this.book.find(requestId);
    // Nothing is in doubt any more where a manager has taken it back.
    if (save === undefined || save.firstUnknownAt === null || !isUnfinished(save)) return;
    // Reserved: a person's word about it is just being stored.
    if (this.queue.get(save.sequence) !== save) return;
    this.book.keep({ ...save, firstUnknownAt });
  }

  /** Everything that is not accepted or discarded, oldest first: what moves to another till. */
  unfinished(): Save[] {
    return [...this.book.values()].filter((save) => isUnfinished(save) || save.state === 'held');
  }

  /** Holds every save whose outcome has been unknown for too long; false when that cannot be stored. */
  async holdStale(now: number): Promise<boolean> {
    for (const { sequence } of this.book.uncertain()) {
      // As it is now: while another one was stored, a person may have decided about it.
      const save = this.queue.get(sequence);
      if (save?.state !== 'pending' || !isStale(save, now)) continue;
      if ((await this.#stored.store(hold(save, 'stale', now))) === null) return false;
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

  /** Forgets what has outlived its retention time, in memory and on disk. */
  async housekeep(): Promise<void> {
    await this.#forgetOld();
    await this.#options.store.tidy();
  }

  close(): Promise<void> {
    return this.#options.store.close();
  }

  #again(existing: Save, intention: Intention, body: string): EnqueueResult {
    // Of an accepted save only its id is left: the double press of a button that was answered.
    const isSame =
      (existing.sealedBody === null || this.openBody(existing) === body) &&
      isSameConsent(existing.consent, intention.consent);
    if (!isSame || existing.operatorId !== intention.origin.operatorId) {
      return { ok: false, failure: 'intention.reused' };
    }
    return { ok: true, save: existing, isNew: false };
  }

  async #append(
    intention: Intention,
    body: string,
    history: Partial<History>,
  ): Promise<EnqueueResult> {
    const { requestId, origin, member, correctionOf, consent } = intention;
    const { vault, now } = this.#options;
    const original = correctionOf === null ? undefined : this.book.find(correctionOf);
    const ownKeys = identityTexts(origin.brandId, member).map((text) => vault.identityKey(text));
    this.#lastSequence += 1;
    const sequence = this.#lastSequence;
    const created = createSave({
      requestId,
      sequence,
      sealedBody: sealBody(vault, { requestId, sequence }, body),
      // A correction is the same person's, also where it is the number that was wrong. Its own first.
      identityKeys: [...new Set([...ownKeys, ...(original?.identityKeys ?? [])])],
      masked: maskMember(member),
      operatorId: origin.operatorId,
      createdAt: now(),
      correctionOf,
      consent,
    });
    const save: Save = { ...created, ...history };
    const written = await this.#stored.append(save);
    if (!written.ok) return { ok: false, failure: written.failure };
    if (original !== undefined) await this.#changes.closeCorrected(original.requestId);
    return { ok: true, save, isNew: true };
  }

  #forgetOld(): Promise<void> {
    const { now, retention } = this.#options;
    return this.#stored.erase(outlived(this.book.values(), now(), retention));
  }
}
