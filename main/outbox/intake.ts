import { type Consent, isSameConsent } from '../../app/consent/consent.ts';
import { maskMember } from '../../app/member/mask.ts';
import { createSave } from '../../app/outbox/createSave.ts';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import { identityTexts } from '../../app/outbox/identity.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Vault } from '../vault/vault.ts';
import type { EnqueueResult, History, Intention } from './intention.ts';
import type { PersonChanges } from './personChanges.ts';
import { openBody, sealBody } from './sealedBody.ts';
import type { StoredBook } from './storedBook.ts';

export interface IntakeOptions {
  stored: StoredBook;
  changes: PersonChanges;
  vault: Vault;
  /** Till's clock, ms since 1970. */
  now: () => number;
}

/** How an intention becomes a save: once under its id, sealed, numbered, and on disk before anybody is told. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #enqueuing = new Map<
    string,
    { body: string; consent: Consent | null; result: Promise<EnqueueResult> }
  >();
  #lastSequence: number;

  /** `lastSequence`: the highest that was ever given. */
  constructor(options: IntakeOptions, lastSequence: number) {
    this.#options = options;
    this.#lastSequence = lastSequence;
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
    const existing = this.#options.stored.book.find(requestId);
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
    const existing = this.#options.stored.book.find(intention.requestId);
    if (existing === undefined) return this.#append(intention, body, history);
    // It comes home: this till had exported it and is to send it again.
    if (existing.state !== 'discarded' || existing.heldReason !== 'moved') {
      return { ok: true, save: existing, isNew: false };
    }
    const save = await this.#options.stored.store({ ...existing, ...history, settledAt: null });
    return save === null ? { ok: false, failure: 'store.failed' } : { ok: true, save, isNew: true };
  }

  #again(existing: Save, intention: Intention, body: string): EnqueueResult {
    // Of an accepted save only its id is left: the double press of a button that was answered.
    const isSame =
      (existing.sealedBody === null || openBody(this.#options.vault, existing) === body) &&
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
    const { requestId, origin, member, app, correctionOf, consent } = intention;
    const { vault, now } = this.#options;
    const original =
      correctionOf === null ? undefined : this.#options.stored.book.find(correctionOf);
    const ownKeys = identityTexts(origin.brandId, member).map((text) => vault.identityKey(text));
    this.#lastSequence += 1;
    const sequence = this.#lastSequence;
    const created = createSave({
      requestId,
      sequence,
      brandId: origin.brandId,
      app,
      sealedBody: sealBody(vault, { requestId, sequence }, body),
      contentKey: null,
      // A correction is the same person's, also where it is the number that was wrong. Its own first.
      identityKeys: [...new Set([...ownKeys, ...(original?.identityKeys ?? [])])],
      masked: maskMember(member),
      operatorId: origin.operatorId,
      createdAt: now(),
      correctionOf,
      consent,
    });
    const save: Save = { ...created, ...history };
    const written = await this.#options.stored.append(save);
    if (!written.ok) return { ok: false, failure: written.failure };
    if (original !== undefined) await this.#options.changes.closeCorrected(original.requestId);
    return { ok: true, save, isNew: true };
  }
}
