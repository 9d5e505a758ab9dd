import { type Consent, isSameConsent } from '../../app/consent/consent.ts';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { maskMember } from '../../app/member/mask.ts';
import type { Member } from '../../app/member/memberSchema.ts';
import { createSave } from '../../app/outbox/createSave.ts';
import { freezeBody, type Origin } from '../../app/outbox/freezeBody.ts';
import { identityTexts } from '../../app/outbox/identity.ts';
import type { OutboxCounts, StoreNotice } from '../../app/outbox/outboxView.ts';
import { PersonQueue } from '../../app/outbox/personQueue.ts';
import { type HeldReason, isUnfinished, type Save } from '../../app/outbox/save.ts';
import {
  discard,
  hold,
  isStale,
  markSending,
  recover,
  type SettleContext,
  settle,
  takeBack,
} from '../../app/outbox/transitions.ts';
import type { Vault } from '../vault/vault.ts';
import type { OutboxStore, StoreFailure, WriteResult } from './outboxStore.ts';

/** One press of "save": who, what, and the id that was made when the form was opened. */
export interface Intention {
  requestId: string;
  origin: Origin;
  member: Member;
  correctionOf: string | null;
  consent: Consent | null;
}

export type EnqueueResult =
  | { ok: true; save: Save; isNew: boolean }
  | { ok: false; failure: StoreFailure | 'intention.reused' };

/** What moving house keeps of a save beside the intention itself. */
export type History = Pick<
  Save,
  'createdAt' | 'state' | 'attempts' | 'undecided' | 'firstUnknownAt' | 'heldReason' | 'lastOutcome'
>;

export interface OutboxOptions {
  store: OutboxStore;
  vault: Vault;
  /** Till's clock, ms since 1970. */
  now: () => number;
  /** How long a masked line stays after acceptance (ms). */
  retention: number;
  /** Called after every change, once it is on disk. */
  onChanged?: () => void;
}

/** A discarded save can be taken back for this long (ms). */
const DISCARDED_RETENTION = 30 * 24 * 60 * 60 * 1_000;

/** Every save of this till: in memory for choosing and showing, on disk before anybody is told. */
export class Outbox {
  readonly queue = new PersonQueue();
  readonly #found: readonly StoreNotice[];
  #writeFailure: StoreNotice | null = null;
  readonly #options: OutboxOptions;
  readonly #saves = new Map<string, Save>();
  readonly #enqueuing = new Map<
    string,
    { body: string; consent: Consent | null; result: Promise<EnqueueResult> }
  >();
  readonly #counts: OutboxCounts = { pending: 0, sending: 0, accepted: 0, held: 0, discarded: 0 };
  readonly #uncertain = new Set<number>();
  #order: string[] = [];
  #lastSequence: number;

  private constructor(options: OutboxOptions, lastSequence: number, notices: StoreNotice[]) {
    this.#options = options;
    this.#lastSequence = lastSequence;
    this.#found = notices;
  }

  /** Loads the store; saves that were being sent are pending again. Throws only if the store does. */
  static async open(options: OutboxOptions): Promise<Outbox> {
    const { saves, lastSequence, notices } = await options.store.load();
    const outbox = new Outbox(options, lastSequence, [...notices]);
    for (const save of saves) outbox.#keep(recover(save, options.now()));
    await outbox.#forgetOld();
    return outbox;
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
    const existing = this.#saves.get(requestId);
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
    const existing = this.#saves.get(intention.requestId);
    if (existing === undefined) return this.#append(intention, body, history);
    // It comes home: this till had exported it and is to send it again.
    if (existing.state !== 'discarded' || existing.heldReason !== 'moved') {
      return { ok: true, save: existing, isNew: false };
    }
    const save = await this.#store({ ...existing, ...history, settledAt: null });
    return save === null ? { ok: false, failure: 'store.failed' } : { ok: true, save, isNew: true };
  }

  /** Marks a save on disk before its first byte leaves (`now`: ms since 1970); null when the mark could not be stored. */
  async markSending(pending: Save, now: number): Promise<Save | null> {
    const sending = markSending(pending, now);
    this.#keep(sending);
    if (await this.#write(this.#options.store.settle(sending))) return sending;
    this.#keep(pending);
    return null;
  }

  /** The frozen JSON text of a save, or null where it was erased or does not open with this key. */
  openBody(save: Save): string | null {
    return this.#options.vault.open(save.sealedBody ?? '', placeOf(save));
  }

  /** A save whose body does not open is kept for a person; it must not block the others. */
  holdUnreadable(save: Save): Promise<Save | null> {
    return this.#store(hold(save, 'unreadable', this.#options.now()));
  }

  /** Stores what an answer made of a save that is being sent; null when it could not be stored. */
  settle(sending: Save, outcome: Outcome, context: SettleContext): Promise<Save | null> {
    return this.#store(settle(sending, outcome, context));
  }

  /** Closes a save that is not being sent; null when it could not be stored or is not there. */
  async discard(requestId: string, reason: HeldReason | null): Promise<Save | null> {
    const save = this.#saves.get(requestId);
    if (save === undefined || save.state === 'sending' || save.state === 'accepted') return null;
    return this.#store(discard(save, reason, this.#options.now()));
  }

  /** Puts a held or discarded save back into the queue as it is; null when that is not possible. */
  async takeBack(requestId: string): Promise<Save | null> {
    const save = this.#saves.get(requestId);
    if (save?.state !== 'held' && save?.state !== 'discarded') return null;
    return this.#store(takeBack(save));
  }

  /** Everything that is not accepted or discarded, oldest first: what moves to another till. */
  unfinished(): Save[] {
    const saves = [...this.#saves.values()];
    return saves.filter((save) => isUnfinished(save) || save.state === 'held');
  }

  /** Holds every save whose outcome has been unknown for too long; false when that cannot be stored. */
  async holdStale(now: number): Promise<boolean> {
    for (const sequence of [...this.#uncertain]) {
      const save = this.queue.get(sequence);
      if (save?.state !== 'pending' || !isStale(save, now)) continue;
      if ((await this.#store(hold(save, 'stale', now))) === null) return false;
    }
    return true;
  }

  /** What was found at start, and what hinders the store now. */
  get notices(): StoreNotice[] {
    const now = this.#writeFailure === null ? [] : [this.#writeFailure];
    return [...this.#found, ...this.#options.store.problems(), ...now];
  }

  get counts(): Readonly<OutboxCounts> {
    return this.#counts;
  }

  find(requestId: string): Save | undefined {
    return this.#saves.get(requestId);
  }

  /** The latest saves, newest first. */
  recent(count: number): Save[] {
    const latest = this.#order.slice(-count).reverse();
    return latest.flatMap((requestId) => this.#saves.get(requestId) ?? []);
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
    const { vault, store, now } = this.#options;
    this.#lastSequence += 1;
    const sequence = this.#lastSequence;
    const created = createSave({
      requestId,
      sequence,
      sealedBody: vault.seal(body, placeOf({ requestId, sequence })),
      identityKeys: identityTexts(origin.brandId, member).map((text) => vault.identityKey(text)),
      masked: maskMember(member),
      operatorId: origin.operatorId,
      createdAt: now(),
      correctionOf,
      consent,
    });
    const save: Save = { ...created, ...history };
    const written = await store.append(save);
    this.#note(written);
    if (!written.ok) return { ok: false, failure: written.failure };
    this.#keep(save);
    this.#options.onChanged?.();
    return { ok: true, save, isNew: true };
  }

  async #store(save: Save): Promise<Save | null> {
    if (!(await this.#write(this.#options.store.settle(save)))) return null;
    this.#keep(save);
    this.#options.onChanged?.();
    return save;
  }

  async #write(writing: Promise<WriteResult>): Promise<boolean> {
    const written = await writing;
    this.#note(written);
    return written.ok;
  }

  /** A failed write is told until one succeeds. */
  #note(written: WriteResult): void {
    if (written.ok && this.#writeFailure === null) return;
    this.#writeFailure = written.ok ? null : { code: 'store.write-failed', detail: written.detail };
    this.#options.onChanged?.();
  }

  #keep(save: Save): void {
    const before = this.#saves.get(save.requestId);
    if (before) this.#counts[before.state] -= 1;
    else this.#order.push(save.requestId);
    this.#counts[save.state] += 1;
    this.#saves.set(save.requestId, save);
    if (isUnfinished(save)) this.queue.put(save);
    else this.queue.remove(save);
    if (isUnfinished(save) && save.firstUnknownAt !== null) this.#uncertain.add(save.sequence);
    else this.#uncertain.delete(save.sequence);
  }

  /** Forgets what has outlived its retention time, in memory and on disk. */
  async housekeep(): Promise<void> {
    await this.#forgetOld();
    await this.#options.store.tidy();
  }

  async #forgetOld(): Promise<void> {
    const now = this.#options.now();
    const kept = { accepted: this.#options.retention, discarded: DISCARDED_RETENTION } as const;
    const old = [...this.#saves.values()].filter(({ state, settledAt }) => {
      if (state !== 'accepted' && state !== 'discarded') return false;
      return settledAt !== null && settledAt < now - kept[state];
    });
    if (old.length === 0) return;
    const ids = old.map((save) => save.requestId);
    if (!(await this.#write(this.#options.store.erase(ids)))) return;
    for (const save of old) {
      this.#saves.delete(save.requestId);
      this.#counts[save.state] -= 1;
    }
    this.#order = [...this.#saves.keys()];
  }
}

/** The place that a sealed body belongs to: it does not open anywhere else. */
function placeOf(save: Pick<Save, 'requestId' | 'sequence'>): string {
  return `${save.requestId}|${save.sequence}`;
}
