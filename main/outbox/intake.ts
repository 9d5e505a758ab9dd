import { isSameConsent } from '../../app/consent/consent.ts';
import { BUILT_AT } from '../../app/member/believedDay.ts';
import { maskMember } from '../../app/member/mask.ts';
import type { Member } from '../../app/member/memberSchema.ts';
import { branches, firstOf } from '../../app/outbox/branches.ts';
import { createSave } from '../../app/outbox/createSave.ts';
import { CLOCK_TOLERANCE_MS } from '../../app/outbox/doubt.ts';
import { type Numbers, passedUnseen } from '../../app/outbox/forgotten.ts';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import { identityTexts, joinedKeys } from '../../app/outbox/identity.ts';
import { isAmong, misdated } from '../../app/outbox/misdated.ts';
import { type OfFile, PassedWhile } from '../../app/outbox/passedWhile.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import type { Imported, Save } from '../../app/outbox/save.ts';
import type { WriteResult } from '../files/storeFailure.ts';
import { isOtherBody, isSameBody, sealedSave, withFactsKey } from '../vault/sealedBody.ts';
import type { Vault } from '../vault/vault.ts';
import { Arriving } from './arriving.ts';
import type { CorrectedSaves } from './correctedSaves.ts';
import type { Counting } from './counting.ts';
import type { HandingOver } from './handingOver.ts';
import type { Arrival, EnqueueResult, Intention } from './intention.ts';
import type { Moved } from './movedQueue.ts';
import { isSameNamed } from './registering.ts';
import type { SaveWriter } from './saveWriter.ts';
import { type SaidWords, sealWords } from './sealedWords.ts';

export interface IntakeOptions {
  writer: SaveWriter;
  corrected: CorrectedSaves;
  vault: Vault;
  /** Till's clock, ms since 1970. */
  now: () => number;
  /** The gateway's clock, ms since 1970; the till's own as long as nothing has proved it. */
  bestNow: () => number;
  /** No right clock stands before it (ms since 1970); default: the day of the build. */
  builtAt?: number | undefined;
  /** What was accepted after this (ms since 1970, by the till's clock) is remembered. */
  rememberedSince: () => number;
  /** What waits in a folder that was set aside keeps its id. */
  aside: { holds(save: Pick<Save, 'requestId'>): boolean; readonly hasGiven?: boolean };
  /** What is just being handed over is not corrected here: `HandingOver`. */
  handingOver: Pick<HandingOver, 'holds'>;
  /** Knows which numbers are forgotten, and is told of those that are given to nobody: a store that is lost had given them. */
  totals: Pick<Counting, 'passOver' | 'lastUncounted' | 'forgottenUntil'>;
  /** When a number that is lost, and each below it, was given at the latest (ms since 1970). */
  lostBefore: (sequence: number) => number;
}

/** A save of a queue that was set aside, opened with the key of then. */
export interface ComingBack {
  save: Save;
  /** Null where it was erased, or does not open with that key either. */
  body: string | null;
  words: SaidWords | null;
}

/** Where it comes back to. */
interface ComingBackTo {
  /** Where it belongs if it cannot keep its number, or null. */
  place: Imported | null;
  /** Hashes of the save that it corrects. */
  originalKeys: readonly string[];
  /** What becomes of it before it is stored. Called at once. */
  change: (save: Save) => Save;
}

/** Whether what comes in a file is passed, until `end`. */
export interface PassedHere {
  /** To be told of each of the file before the first of it is asked about: it may show who is one person. */
  expect: (moved: Pick<Moved, 'body' | 'correctionOf'>) => void;
  isPassed: (save: Save) => boolean;
  end: () => void;
}

/** What would become of a save of another till: it is here already, its id stands for something else, or how it would be. */
export type Foreseen = 'here' | 'id-taken' | Save;

/** How an intention becomes a save: once under its id, sealed, numbered, and on disk before anybody is told. */
export class Intake implements Numbers {
  readonly #options: IntakeOptions;
  readonly #arriving: Arriving;
  readonly #enqueuing = new Map<
    string,
    Pick<Intention, 'member' | 'correctionOf' | 'consent'> & {
      body: string;
      result: Promise<EnqueueResult>;
    }
  >();
  #lastSequence: number;
  /** The highest that another run of the program has given. */
  #lastBefore: number;
  /** Numbers that were given, and are not on the disk: not yet, or it has refused them. */
  readonly #notStored = new Set<number>();
  /** Of these, those that are on their way to it. */
  readonly #beingStored = new Set<number>();

  /** `lastSequence`: the highest that was ever given. */
  constructor(options: IntakeOptions, lastSequence: number) {
    this.#options = options;
    const { writer, vault, now, bestNow } = options;
    this.#arriving = new Arriving({ saves: writer.saves, vault, now, bestNow });
    this.#lastSequence = lastSequence;
    this.#lastBefore = lastSequence;
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
    const { writer, vault, aside } = this.#options;
    const { requestId } = intention;
    const existing = writer.saves.find(requestId);
    const bare = { ...arrival, words: null };
    if (existing === undefined) {
      if (aside.holds({ requestId })) return 'id-taken';
      return this.#arriving.asNew(this.#created(intention, this.#lastSequence + 1), bare);
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

  /**
   * Stores a save that this till has had under another key, as it was there; its hashes are made anew, as far as there
   * is a body to make them of. Null: not stored.
   */
  async comeBack(
    { save, body, words }: ComingBack,
    { place, originalKeys, change }: ComingBackTo,
  ): Promise<Save | null> {
    const { vault } = this.#options;
    if (place !== null) this.#lastSequence += 1;
    const sequence = place === null ? save.sequence : this.#lastSequence;
    const at = { requestId: save.requestId, sequence };
    const imported = place ?? save.imported;
    const there = change({
      ...save,
      sequence,
      imported,
      shopId: body === null ? save.shopId : readBody(body).origin.shopId,
      sealedWords: words === null ? null : sealWords(vault, at, words),
      contentKey: body === null ? null : vault.contentKey(body),
      identityKeys: body === null ? [] : joinedKeys(this.keysOf(body), originalKeys),
    });
    const back = body === null ? bodiless(vault, there) : sealedSave(vault, there, body);
    return (await this.#appendAs(back)).ok ? back : null;
  }

  /** No sequence up to this one is given any more: it was given by a store that is lost. */
  goOnBehind(sequence: number): void {
    const first = this.#lastSequence + 1;
    this.#lastSequence = Math.max(this.#lastSequence, sequence);
    this.#lastBefore = Math.max(this.#lastBefore, sequence);
    this.#options.totals.passOver(first, sequence);
  }

  get lastSequence(): number {
    return this.#lastSequence;
  }

  /** The number of the first save that nobody knows yet: it is just being stored, or is the next that is given. */
  get nextUnknown(): number {
    return Math.min(this.#lastSequence + 1, ...this.#beingStored);
  }

  get beingStored(): ReadonlySet<number> {
    return this.#beingStored;
  }

  hasNotLeft(sequence: number): boolean {
    return this.#notStored.has(sequence);
  }

  get hasOthers(): boolean {
    const { aside, totals, bestNow } = this.#options;
    // What came back out of a folder is counted as well, whatever numbers it had: those of here may have been given anew.
    const hasForgotten = totals.forgottenUntil(bestNow()) > Number.NEGATIVE_INFINITY;
    return hasForgotten || (aside.hasGiven ?? false);
  }

  lastUncounted(sequence: number): number {
    return this.#options.totals.lastUncounted(sequence);
  }

  lostBefore(sequence: number): number {
    return this.#options.lostBefore(sequence);
  }

  /**
   * Whether what comes in a file is passed by what this till has sent, or may have, by now, or may be. Nothing is sent as long as
   * it is asked; `end` is to be called then.
   */
  passedHere(file: OfFile): PassedHere {
    const { writer, rememberedSince } = this.#options;
    const { saves, news } = writer;
    const isPassedUnseen = passedUnseen(saves, this, rememberedSince());
    // In the turn in which is seen what is forgotten: what is forgotten while the file is read would be in neither of the two.
    const passed = new PassedWhile(saves, file);
    const isPassed = (save: Save) =>
      isPassedUnseen(save) || passed.isPassed(save) || passed.isBeside(save);
    const end = news.on((save, before) => {
      if (before === undefined) passed.learn(save);
    });
    const expect = ({ body, correctionOf }: Pick<Moved, 'body' | 'correctionOf'>) =>
      passed.expect({
        ...{ requestId: readBody(body).requestId, identityKeys: this.keysOf(body) },
        correctionOf,
      });
    return { expect, isPassed, end };
  }

  /** Of this till's own saves, whether nobody knows when it was made: what a file says of that is no order to go by. */
  misdated(): (save: Pick<Save, 'requestId'>) => boolean {
    const { writer, now, bestNow, builtAt = BUILT_AT } = this.#options;
    const isBeforeBuild = ({ sequence, createdAt }: Save) =>
      sequence > this.#lastBefore && createdAt < builtAt;
    const dating = { behind: bestNow() - now(), now: bestNow(), isBeforeBuild };
    return isAmong(misdated(writer.saves.values(), { ...dating, tolerance: CLOCK_TOLERANCE_MS }));
  }

  /** The hashes of what a save corrects; none of one that was edited in the folder: they would be bound as if they were its own. */
  inheritedFrom(correctionOf: string | null): readonly string[] {
    const { writer } = this.#options;
    const original = correctionOf === null ? undefined : writer.saves.find(correctionOf);
    if (original === undefined) return [];
    writer.judge(original);
    return writer.saves.isBelieved(original) ? original.identityKeys : [];
  }

  #isGoing(requestId: string): boolean {
    const { writer, handingOver } = this.#options;
    const { saves } = writer;
    if (saves.isLeaving({ requestId }) || handingOver.holds(requestId)) return true;
    const save = saves.find(requestId);
    if (save === undefined) return false;
    // Any other correction of them would be older, and go on at the other till behind this one.
    return branches(saves, [firstOf(saves, save), save]).some((one) =>
      handingOver.holds(one.requestId),
    );
  }

  /** The hashes of what a body says of whose it is. */
  keysOf(body: string): string[] {
    const { origin, member } = readBody(body);
    return identityTexts(origin.brandId, member).map((text) =>
      this.#options.vault.identityKey(text),
    );
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
    const { vault, writer, corrected } = this.#options;
    const original = correctionOf === null ? undefined : writer.saves.find(correctionOf);
    this.#lastSequence += 1;
    const sequence = this.#lastSequence;
    const created = { ...this.#created(intention, sequence), contentKey: vault.contentKey(body) };
    const there = arrival === null ? created : this.#arriving.asNew(created, arrival);
    const save = sealedSave(vault, there, body);
    this.#notStored.add(sequence);
    const written = await this.#appendAs(save);
    if (!written.ok) return { ok: false, failure: written.failure };
    this.#notStored.delete(sequence);
    if (original !== undefined) await corrected.close(original.requestId);
    // Its correction may have come to this till before it.
    if (arrival !== null) await corrected.close(requestId);
    return { ok: true, save: writer.saves.find(requestId) ?? save, isNew: true };
  }

  async #appendAs(save: Save): Promise<WriteResult> {
    this.#beingStored.add(save.sequence);
    try {
      return await this.#options.writer.append(save);
    } finally {
      this.#beingStored.delete(save.sequence);
    }
  }

  /** A new save of an intention, without its body and the hash of that. */
  #created(intention: Intention, sequence: number): Save {
    const { requestId, origin, member, app, correctionOf, consent } = intention;
    const { vault, now } = this.#options;
    const ownKeys = identityTexts(origin.brandId, member).map((text) => vault.identityKey(text));
    return createSave({
      requestId,
      sequence,
      brandId: origin.brandId,
      shopId: origin.shopId,
      app,
      sealedBody: null,
      contentKey: null,
      identityKeys: joinedKeys(ownKeys, this.inheritedFrom(correctionOf)),
      masked: maskMember(member),
      operatorId: origin.operatorId,
      createdAt: now(),
      correctionOf,
      consent,
    });
  }
}

/**
 * One that comes back without a body: what held there of its facts holds here, as far as it is left. One whose bytes do
 * not open, or are none of a form, opens here for nobody.
 */
function bodiless(vault: Vault, save: Save): Save {
  if (save.sealedBody !== null) return { ...save, factsKey: save.factsKey ?? '' };
  return save.factsKey === null ? save : withFactsKey(vault, save);
}
