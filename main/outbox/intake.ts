import { isSameConsent } from '../../app/consent/consent.ts';
import { maskMember } from '../../app/member/mask.ts';
import type { Member } from '../../app/member/memberSchema.ts';
import { branches } from '../../app/outbox/branches.ts';
import { createSave } from '../../app/outbox/createSave.ts';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import { joinedKeys } from '../../app/outbox/identity.ts';
import type { Save } from '../../app/outbox/save.ts';
import { isOtherBody, isSameBody, sealedSave } from '../vault/sealedBody.ts';
import type { Vault } from '../vault/vault.ts';
import { Arriving } from './arriving.ts';
import type { CorrectedSaves } from './correctedSaves.ts';
import type { HandingOver } from './handingOver.ts';
import { identityKeysOf, inheritedKeys } from './identityKeys.ts';
import type { Arrival, EnqueueResult, Intention } from './intention.ts';
import { isSameNamed } from './registering.ts';
import type { SaveWriter } from './saveWriter.ts';
import type { SequenceNumbers } from './sequenceNumbers.ts';

export interface IntakeOptions {
  writer: SaveWriter;
  corrected: CorrectedSaves;
  vault: Vault;
  numbers: Pick<SequenceNumbers, 'give' | 'storeNew' | 'lastSequence'>;
  /** Till's clock, ms since 1970. */
  now: () => number;
  /** The gateway's clock, ms since 1970; the till's own as long as nothing has proved it. */
  bestNow: () => number;
  /** What waits in a folder that was set aside keeps its id. */
  aside: { holds(save: Pick<Save, 'requestId'>): boolean };
  /** What is just being handed over is not corrected here: `HandingOver`. */
  handingOver: Pick<HandingOver, 'holdsSomeOf' | 'isIdle'>;
}

/** What would become of a save of another till: it is here already, its id stands for something else, or how it would be. */
export type Foreseen = 'here' | 'id-taken' | Save;

/** How an intention becomes a save: once under its id, sealed, numbered, and on disk before anybody is told. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #arriving: Arriving;
  readonly #enqueuing = new Map<
    string,
    Pick<Intention, 'member' | 'correctionOf' | 'consent'> & {
      body: string;
      result: Promise<EnqueueResult>;
    }
  >();

  constructor(options: IntakeOptions) {
    this.#options = options;
    const { writer, vault, now, bestNow } = options;
    this.#arriving = new Arriving({ saves: writer.saves, vault, now, bestNow });
  }

  /**
   * Takes in one intention. Resolves once it is flushed to the disk, and not before. The same id
   * with the same content gives the save that is there, also when it has been accepted; with other content, where
   * nothing is left to compare it with, or where a save that waits for its key has it, it is refused. So is what is just
   * being erased, and a correction of it or of what is just being handed over to another till.
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
    const { saves } = this.#options.writer;
    const existing = saves.find(requestId);
    // It would be told to be safe, and be gone; whoever calls again then is registered anew.
    if (saves.isLeaving(intention)) return Promise.resolve({ ok: false, failure: 'store.failed' });
    if (existing) return this.#again(existing, intention, body);
    if (this.#options.aside.holds(intention)) {
      return Promise.resolve({ ok: false, failure: 'intention.reused' });
    }
    const { correctionOf } = intention;
    if (correctionOf !== null && this.#isGoing(correctionOf)) {
      return Promise.resolve({ ok: false, failure: 'store.failed' });
    }
    return this.#begin(intention, body, null);
  }

  /**
   * Takes in a save of another till, under the id and with the bytes that it had there, in its place in the
   * order of time; too long after its export it waits for the manager. One that is already here stays as it is,
   * unless it had been exported from here: then it is requeued, by the same rule. Where its id stands for other content
   * here it is refused, also where that was registered a moment ago, and where a save that waits for its key has it. What
   * is just being erased here is not taken.
   */
  async takeOver(intention: Intention, body: string, arrival: Arrival): Promise<EnqueueResult> {
    const { requestId } = intention;
    const { writer } = this.#options;
    for (;;) {
      // One that the disk refuses leaves the id free, for the next press as well.
      const other = this.#enqueuing.get(requestId);
      if (other !== undefined) await other.result;
      else if (writer.saves.isLeaving(intention)) return { ok: false, failure: 'store.failed' };
      else if (writer.saves.find(requestId) === undefined) {
        if (this.#options.aside.holds(intention)) return { ok: false, failure: 'intention.reused' };
        return this.#begin(intention, body, arrival);
      }
      // Perhaps it is just being forgotten: then it comes as a new one.
      const known = await writer.inTurn(requestId, (existing) =>
        this.#comeHome(existing, intention, body, arrival),
      );
      if (known !== undefined) return known;
    }
  }

  /** What `takeOver` would do with it as things are now. Nothing is stored, sealed or numbered. */
  foresee(intention: Intention, body: string, arrival: Arrival): Foreseen {
    const { writer, vault, aside, numbers } = this.#options;
    const { requestId } = intention;
    const existing = writer.saves.find(requestId);
    const bare = { ...arrival, words: null };
    if (existing === undefined) {
      if (aside.holds({ requestId })) return 'id-taken';
      return this.#arriving.asNew(this.#created(intention, numbers.lastSequence + 1), bare);
    }
    if (isOtherBody(vault, existing, body)) return 'id-taken';
    if (!this.#arriving.isHome(existing, arrival)) return 'here';
    return this.#arriving.home(existing, intention.app, bare);
  }

  /**
   * Whether what a file has under an id can only be stored, or is here as it is: nobody is just doing anything about the
   * save, and its id stands for nothing else.
   */
  isClear(requestId: string, body: string): boolean {
    const { writer, vault, aside } = this.#options;
    if (this.#enqueuing.has(requestId)) return false;
    const existing = writer.saves.find(requestId);
    if (existing === undefined) return !aside.holds({ requestId });
    return !writer.isTaken(requestId) && !isOtherBody(vault, existing, body);
  }

  /** In the turn of a save that is here. */
  async #comeHome(
    existing: Save,
    { app }: Intention,
    body: string,
    arrival: Arrival,
  ): Promise<EnqueueResult> {
    const { writer, corrected, vault } = this.#options;
    if (isOtherBody(vault, existing, body)) return { ok: false, failure: 'intention.reused' };
    if (!this.#arriving.isHome(existing, arrival))
      return { ok: true, save: existing, isNew: false };
    const home = this.#arriving.home(existing, app, arrival);
    const save = await writer.store(writer.rebound(existing, home));
    if (save === null) return { ok: false, failure: 'store.failed' };
    await corrected.closeOriginalOf(save);
    return { ok: true, save, isNew: true };
  }

  /** Whether one of these saves is just being corrected: the correction is not a save yet. */
  isCorrecting(requestIds: ReadonlySet<string>): boolean {
    return [...this.#enqueuing.values()].some(
      ({ correctionOf }) => correctionOf !== null && requestIds.has(correctionOf),
    );
  }

  /** Whether everything that was given is a save by now, or is refused. */
  get isIdle(): boolean {
    return this.#enqueuing.size === 0;
  }

  /** Resolves when nothing that was given so far is being taken in any more. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#enqueuing.values()].map(({ result }) => result));
  }

  /** `idle`, but only of whoever has this number or code: nobody else is waited for. */
  async idleOf(member: Pick<Member, 'mobile' | 'outerId'>): Promise<void> {
    const own = [...this.#enqueuing.values()].filter((one) => isSameNamed(one.member, member));
    await Promise.allSettled(own.map(({ result }) => result));
  }

  #isGoing(requestId: string): boolean {
    const { writer, handingOver } = this.#options;
    const { saves } = writer;
    if (saves.isLeaving({ requestId })) return true;
    const save = saves.find(requestId);
    // Nearly always: nobody's corrections are gone through for nothing.
    if (save === undefined || handingOver.isIdle) return false;
    // Any other correction of them would be older, and go on at the other till behind this one.
    return handingOver.holdsSomeOf(branches(saves, [save]).map((one) => one.requestId));
  }

  async #again(existing: Save, intention: Intention, body: string): Promise<EnqueueResult> {
    const isSame =
      isSameBody(this.#options.vault, existing, body) &&
      isSameConsent(existing.consent, intention.consent);
    if (!isSame) return { ok: false, failure: 'intention.reused' };
    const failure = await this.#options.writer.confirm();
    return failure === null ? { ok: true, save: existing, isNew: false } : { ok: false, failure };
  }

  /** From now on its id is taken. */
  #begin(intention: Intention, body: string, arrival: Arrival | null): Promise<EnqueueResult> {
    const { requestId, member, correctionOf, consent } = intention;
    const result = this.#append(intention, body, arrival).finally(() =>
      this.#enqueuing.delete(requestId),
    );
    this.#enqueuing.set(requestId, { body, member, correctionOf, consent, result });
    return result;
  }

  async #append(
    intention: Intention,
    body: string,
    arrival: Arrival | null,
  ): Promise<EnqueueResult> {
    const { requestId, correctionOf } = intention;
    const { vault, writer, corrected, numbers } = this.#options;
    const original = correctionOf === null ? undefined : writer.saves.find(correctionOf);
    const sequence = numbers.give();
    const created = { ...this.#created(intention, sequence), contentKey: vault.contentKey(body) };
    const there = arrival === null ? created : this.#arriving.asNew(created, arrival);
    const save = sealedSave(vault, there, body);
    const written = await numbers.storeNew(sequence, () => writer.append(save));
    if (!written.ok) return { ok: false, failure: written.failure };
    if (original !== undefined) await corrected.close(original.requestId);
    // Its correction may have come to this till before it.
    if (arrival !== null) await corrected.close(requestId);
    return { ok: true, save: writer.saves.find(requestId) ?? save, isNew: true };
  }

  /** A new save of an intention, without its body and the hash of that. */
  #created(intention: Intention, sequence: number): Save {
    const { requestId, origin, member, app, correctionOf, consent } = intention;
    const { vault, writer, now } = this.#options;
    const ownKeys = identityKeysOf(vault, intention);
    return createSave({
      requestId,
      sequence,
      brandId: origin.brandId,
      shopId: origin.shopId,
      app,
      sealedBody: null,
      contentKey: null,
      identityKeys: joinedKeys(ownKeys, inheritedKeys(writer, correctionOf)),
      masked: maskMember(member),
      operatorId: origin.operatorId,
      createdAt: now(),
      correctionOf,
      consent,
    });
  }
}
