import { Acceptances } from './acceptances.ts';
import { AppCounts } from './appCounts.ts';
import { Corrections } from './corrections.ts';
import { DayCount } from './dayCount.ts';
import { isAhead, isOfFile, isStale, staleBefore } from './doubt.ts';
import { MemberIndex } from './memberIndex.ts';
import { compareSaves } from './order.ts';
import type { OutboxCounts } from './outboxView.ts';
import { PersonQueue } from './personQueue.ts';
import { isHeldForApp, isUnfinished, type Save, type SaveState } from './save.ts';
import type { Saves } from './saves.ts';
import { SequenceList } from './sequenceList.ts';

/** Where the saves themselves stand, by request id, oldest first. */
export interface SaveMap {
  get(requestId: string): Save | undefined;
  set(requestId: string, save: Save): unknown;
  /** False where it was not known. */
  delete(requestId: string): boolean;
  values(): IterableIterator<Save>;
}

/** What this till knows of its saves, in memory: by id, by person, by state, by slip. */
export class SaveBook implements Saves {
  readonly queue = new PersonQueue(
    (save) => !this.isBelieved(save),
    () => this.#saves.values(),
  );
  changes = 0;
  knownChanges = 0;
  endings = 0;
  /** The latest number of a save that has come. */
  #highest = 0;
  readonly #saves: SaveMap;
  readonly #idOfSequence = new Map<number, string>();
  readonly #all = new SequenceList();
  readonly #byState: Readonly<Record<SaveState, SequenceList>> = {
    pending: new SequenceList(),
    sending: new SequenceList(),
    accepted: new SequenceList(),
    held: new SequenceList(),
    discarded: new SequenceList(),
  };
  readonly waitingByApp = new AppCounts();
  readonly heldByApp = new AppCounts();
  readonly #acceptances = new Acceptances();
  readonly #acceptedCorrections = new Acceptances();
  readonly #today = new DayCount(() => this.#saves.values());
  readonly #members = new MemberIndex();
  readonly #uncertain = new Set<number>();
  /** No outcome has been unknown since before this moment (ms since 1970). */
  #unknownFrom = Number.POSITIVE_INFINITY;
  /** No doubt of what went into a file is dated after this moment (ms since 1970). */
  #lentUntil = Number.NEGATIVE_INFINITY;
  readonly #leaving = new Set<string>();
  /** What would join people, or correct something, and does not hold. */
  readonly #unbelieved = new Set<string>();
  readonly #holds: (save: Save) => boolean;
  readonly #corrections = new Corrections((requestId) => this.#saves.get(requestId));

  /**
   * `saves`: what is known already; the book keeps in it whatever it is told. `holds`: whether a save says what was stored of
   * it; asked of each that would join people, or correct something, and of the others when somebody asks (`judge`). Default: it does.
   */
  constructor(saves: SaveMap = new Map(), holds: (save: Save) => boolean = () => true) {
    this.#saves = saves;
    this.#holds = holds;
    // Who shares a key is known once all of them are.
    for (const save of saves.values()) this.#index(save);
    for (const save of saves.values()) this.#enter(save, undefined);
  }

  /** Takes in a save, or its newer version. */
  keep(save: Save): void {
    this.changes += 1;
    const before = this.#saves.get(save.requestId);
    this.#saves.set(save.requestId, save);
    if (before === undefined) this.#index(save);
    this.#enter(save, before);
  }

  /** What would join people, or correct something, has to hold. */
  #index(save: Save): void {
    for (const requestId of this.#members.add(save)) {
      const joined = this.#saves.get(requestId);
      if (joined !== undefined) this.judge(joined);
    }
    // What is accepted of a format up to 9 has nothing to tell by, which costs nothing to ask.
    const isOfBefore = save.factsKey === null && save.identityKeys.length > 1;
    if (save.correctionOf !== null || isOfBefore) this.judge(save);
  }

  /** Asks whether a save holds that nobody had to ask about so far. */
  judge(save: Save): void {
    if (!this.isBelieved(save) || this.#holds(save)) return;
    this.#unbelieved.add(save.requestId);
    this.changes += 1;
    this.knownChanges += 1;
    const isEntered = this.#isUnderNumber(save);
    const hasJoined = save.identityKeys.length > 1 || this.queue.get(save.sequence) !== undefined;
    if (isEntered && hasJoined) this.queue.regroup();
  }

  /**
   * Whether its number is a save's own. Two have the same where a line was edited: then it is that of the one that holds, and
   * the other is known by its id alone.
   */
  #hasNumber(save: Save, before: Save | undefined): boolean {
    const there = this.findBySequence(save.sequence);
    if (there === undefined || there.requestId === save.requestId) return true;
    if (before !== undefined) return false;
    this.judge(there);
    this.judge(save);
    if (this.isBelieved(there)) return false;
    this.#strike(there);
    return true;
  }

  #enter(save: Save, before: Save | undefined): void {
    if (!this.#hasNumber(save, before)) return;
    const isInFront = before === undefined && save.sequence <= this.#highest;
    const comesHome = before?.imported === null && save.imported !== null;
    if (isInFront || comesHome || save.identityKeys.length === 0) this.knownChanges += 1;
    if (isHeldOrClosed(save) || (before !== undefined && isHeldOrClosed(before))) this.endings += 1;
    this.#highest = Math.max(this.#highest, save.sequence);
    if (before === undefined) {
      this.#idOfSequence.set(save.sequence, save.requestId);
      this.#all.add(save.sequence);
      if (this.isBelieved(save)) this.#corrections.add(save);
    }
    if (before !== undefined) this.#today.remove(before);
    this.#today.add(save);
    if (before !== undefined)
      for (const acceptances of this.#acceptancesOf(before)) acceptances.remove(before);
    for (const acceptances of this.#acceptancesOf(save)) acceptances.add(save);
    if (before?.state !== save.state) {
      if (before !== undefined) this.#byState[before.state].remove(before.sequence);
      this.#byState[save.state].add(save.sequence);
    }
    if (before !== undefined) this.#countsOf(before)?.remove(before);
    this.#countsOf(save)?.add(save);
    if (isUnfinished(save)) this.queue.put(save);
    else this.queue.remove(save);
    if (isUnfinished(save) && save.firstUnknownAt !== null) {
      this.#uncertain.add(save.sequence);
      this.#bound(save);
    } else this.#uncertain.delete(save.sequence);
  }

  forget(save: Save): void {
    if (!this.#saves.delete(save.requestId)) return;
    this.#leaving.delete(save.requestId);
    this.changes += 1;
    this.knownChanges += 1;
    this.endings += 1;
    if (this.#isUnderNumber(save)) this.#strike(save);
    this.#members.remove(save);
    this.#corrections.remove(save);
    this.#unbelieved.delete(save.requestId);
  }

  #isUnderNumber({ sequence, requestId }: Save): boolean {
    return this.#idOfSequence.get(sequence) === requestId;
  }

  /** It stands under its number no more. */
  #strike(save: Save): void {
    this.#idOfSequence.delete(save.sequence);
    this.#all.remove(save.sequence);
    this.#byState[save.state].remove(save.sequence);
    for (const acceptances of this.#acceptancesOf(save)) acceptances.remove(save);
    this.#countsOf(save)?.remove(save);
    this.#today.remove(save);
    this.#uncertain.delete(save.sequence);
    this.queue.remove(save);
  }

  /** It is being erased: one that waits is chosen no more. */
  leave(save: Save): void {
    this.#leaving.add(save.requestId);
    if (isUnfinished(save) && this.#isUnderNumber(save)) this.queue.reserve(save);
  }

  /** It is not erased after all, and is what it was. */
  stay(save: Save): void {
    this.#leaving.delete(save.requestId);
    if (isUnfinished(save) && this.#isUnderNumber(save)) this.queue.put(save);
  }

  isLeaving({ requestId }: Pick<Save, 'requestId'>): boolean {
    return this.#leaving.has(requestId);
  }

  isBelieved({ requestId }: Pick<Save, 'requestId'>): boolean {
    // Nearly always: without a look by id for each of a start.
    return this.#unbelieved.size === 0 || !this.#unbelieved.has(requestId);
  }

  find(requestId: string): Save | undefined {
    return this.#saves.get(requestId);
  }

  findBySequence(sequence: number): Save | undefined {
    return this.#saves.get(this.#idOfSequence.get(sequence) ?? '');
  }

  values(): IterableIterator<Save> {
    return this.#saves.values();
  }

  get counts(): OutboxCounts {
    const { pending, sending, accepted, held, discarded } = this.#byState;
    return {
      pending: pending.size,
      sending: sending.size,
      accepted: accepted.size,
      held: held.size,
      discarded: discarded.size,
    };
  }

  sequences(state: SaveState | 'all'): SequenceList {
    return state === 'all' ? this.#all : this.#byState[state];
  }

  get acceptances(): Pick<Acceptances, 'countSince' | 'since' | 'latest'> {
    return this.#acceptances;
  }

  get acceptedCorrections(): Pick<Acceptances, 'since'> {
    return this.#acceptedCorrections;
  }

  recent(count: number): Save[] {
    return this.#all.latest(0, count).flatMap((sequence) => this.findBySequence(sequence) ?? []);
  }

  unfinished(): Save[] {
    return [...this.#saves.values()]
      .filter((save) => isUnfinished(save) || save.state === 'held')
      .filter((save) => !this.isLeaving(save))
      .sort(compareSaves);
  }

  /** Asked at every turn of the loop: all that is in doubt is only looked at when one of them may be stale. */
  stale(now: number): Save[] {
    if (this.#unknownFrom >= staleBefore(now) && !isAhead(this.#lentUntil, now)) return [];
    const all = [...this.#uncertain].flatMap((sequence) => this.queue.get(sequence) ?? []);
    this.#unknownFrom = Number.POSITIVE_INFINITY;
    this.#lentUntil = Number.NEGATIVE_INFINITY;
    for (const save of all) this.#bound(save);
    return all.filter((save) => isStale(save, now));
  }

  #bound(save: Save): void {
    const { firstUnknownAt } = save;
    if (firstUnknownAt === null) return;
    this.#unknownFrom = Math.min(this.#unknownFrom, firstUnknownAt);
    if (isOfFile(save)) this.#lentUntil = Math.max(this.#lentUntil, firstUnknownAt);
  }

  registeredAt(now: number): number {
    return this.#today.at(now);
  }

  ofPerson(identityKey: string): Save[] {
    const saves = this.#members.of(identityKey).flatMap((id) => this.#saves.get(id) ?? []);
    return saves.sort(compareSaves);
  }

  #acceptancesOf(save: Save): Acceptances[] {
    if (save.state !== 'accepted') return [];
    const isCorrection = save.correctionOf !== null;
    return isCorrection ? [this.#acceptances, this.#acceptedCorrections] : [this.#acceptances];
  }

  #countsOf(save: Save): AppCounts | null {
    if (save.state === 'pending') return this.waitingByApp;
    return isHeldForApp(save) ? this.heldByApp : null;
  }

  correctionOf(original: Save, except?: Save): Save | undefined {
    return this.#corrections.standingFor(original, except);
  }

  correctionsOf(original: Save): Save[] {
    return this.#corrections.allOf(original);
  }

  correctionsNaming(original: Pick<Save, 'requestId'>): Save[] {
    return this.#corrections.naming(original);
  }

  lastCorrectionNaming(original: Pick<Save, 'requestId'>): Save | undefined {
    return this.#corrections.lastNaming(original);
  }

  hasCorrectionElsewhere(original: Save): boolean {
    return this.#corrections.hasGone(original);
  }

  originalOf(correction: Save): Save | undefined {
    return this.#corrections.originalOf(correction);
  }
}

/** Nothing is done with it until somebody decides about it. */
function isHeldOrClosed({ state }: Save): boolean {
  return state === 'held' || state === 'discarded';
}
