import { CorrectionRows, type InRow, NearestOriginal } from './correctionRows.ts';
import { compareSaves } from './order.ts';
import { hasLeft } from './passing.ts';
import { People } from './people.ts';
import type { Save } from './save.ts';
import type { Saves } from './saves.ts';

/** What is known of those that are here beside a file. */
export interface OfFile {
  /** It comes home with the file: it goes when it is its turn. */
  bringsHome(save: Save): boolean;
  /** Its place among those of the file is known: it came with it, or was registered while that is read. */
  isOrdered(save: Save): boolean;
}

/** Whose order with what comes is a question: what has left, or may leave, from here or elsewhere. */
interface Person {
  /** The latest that has left. */
  latest: Save | null;
  /** The highest number of an own one, and how many are from other tills: of those whose place is not known. */
  lastOwn: number;
  imported: number;
}

/** What is known of a save that is still to come. */
export type Expected = Pick<Save, 'requestId' | 'identityKeys' | 'correctionOf'>;

const NOBODY: Person = { latest: null, lastOwn: 0, imported: 0 };

/**
 * What is known of the people whose saves come with a file, while nothing leaves: who is one person is learnt once, of what is
 * here and of all that is to come, and then of each that comes. To walk through all of somebody's saves for each of them that a file brings took hours where they are
 * tens of thousands.
 */
export class PassedWhile {
  readonly #saves: Pick<Saves, 'isBelieved' | 'find'>;
  readonly #people = new People();
  readonly #known = new Map<string, Person>();
  /** Those that are counted as imported, by id. */
  readonly #imported = new Map<string, Save>();
  readonly #importedBefore: NearestOriginal;
  readonly #ownBefore: NearestOriginal;
  /** What of the imported corrects what. */
  readonly #rows: CorrectionRows;
  /** Of each person the last of a row that has all of their imported ones; null: to be found anew. */
  #lastOfRow: ReadonlyMap<string, InRow> | null = null;

  constructor(saves: Pick<Saves, 'isBelieved' | 'find' | 'values'>, file: OfFile) {
    this.#saves = saves;
    for (const save of saves.values()) {
      this.learn(save);
      if (!file.bringsHome(save)) this.#count(save, file.isOrdered(save));
    }
    const find = (requestId: string) => saves.find(requestId);
    this.#ownBefore = new NearestOriginal(find, ({ imported }) => imported === null);
    this.#importedBefore = new NearestOriginal(find, (save) => this.#imported.has(save.requestId));
    // As they were before the file: a link that it brings between two that are here has given neither of them its place.
    this.#rows = new CorrectionRows(this.#imported.values(), (save) =>
      this.#importedBefore.of(save),
    );
  }

  /** It is here as well from now on, and has not left. */
  learn(save: Save): void {
    const { identityKeys, correctionOf } = save;
    // Another correction may come of what it corrects, which nobody here has perhaps.
    const keys = correctionOf === null ? identityKeys : [...identityKeys, besideOf(correctionOf)];
    const isNamed = identityKeys.length > 0 && keys.length > 1;
    if (isNamed && this.#saves.isBelieved(save)) this.#join(keys);
  }

  /** It is still to come: whoever it shows to be one person is so for what comes before it as well. */
  expect({ requestId, identityKeys, correctionOf }: Expected): void {
    const own = [...identityKeys, linkOf(requestId)];
    // In a list, and not one by one: a line that somebody has edited may have more than a call takes.
    const ofOriginal =
      correctionOf === null
        ? []
        : [...this.#keysOf(correctionOf), linkOf(correctionOf), besideOf(correctionOf)];
    const keys = [...own, ...ofOriginal];
    this.#join(keys);
  }

  /** Whether a later save of the same person has left. */
  isPassed({ identityKeys, ...save }: Save): boolean {
    return this.#peopleOf({ identityKeys }).some((person) => {
      const { latest } = this.#known.get(person) ?? NOBODY;
      // Coming home it is not behind itself.
      const isOther = latest !== null && latest.requestId !== save.requestId;
      return isOther && compareSaves(save, latest) < 0;
    });
  }

  /**
   * Whether another of the same person is here, and nothing but clocks says which of the two was made first. This till's own
   * numbers say it of its own, a file of what came with it, and a correction was made after what it corrects.
   */
  isBeside(save: Save): boolean {
    const isNumbered = this.#saves.find(save.requestId)?.imported === null;
    let lastKnown = 0;
    for (const { sequence } of this.#ownBefore.each(save))
      lastKnown = Math.max(lastKnown, sequence);
    return this.#peopleOf(save).some((person) => {
      const { lastOwn, imported } = this.#known.get(person) ?? NOBODY;
      const isAnyBeside = imported > 0 && !this.#isBehindImported(save, person);
      return isAnyBeside || (!isNumbered && lastOwn > lastKnown);
    });
  }

  /** Whether all that is counted as imported of a person is in the row of a save, which may be one of them. */
  #isBehindImported(save: Save, person: string): boolean {
    this.#lastOfRow ??= this.#rows.lastOf(
      (save) => this.#peopleWith(save),
      (one) => this.#known.get(one)?.imported ?? 0,
    );
    const last = this.#lastOfRow.get(person);
    if (last === undefined) return false;
    if (this.#rows.of(save) === last) return true;
    // It is one of theirs, and another one comes behind it.
    if (this.#imported.has(save.requestId)) return false;
    for (const one of this.#importedBefore.each(save)) {
      if (this.#rows.of(one) === last) return true;
      if (this.#peopleWith(one).includes(person)) return false;
    }
    return false;
  }

  #count(save: Save, isOrdered: boolean): void {
    const isClosed = isClosedHere(save);
    // Nothing of what is closed and never left is sent any more, from wherever.
    const isBeside = !isOrdered && !(isClosed && !hasLeft(save));
    const counted = {
      latest: hasLeft(save) ? save : null,
      lastOwn: isBeside && save.imported === null ? save.sequence : 0,
      imported: isBeside && save.imported !== null ? 1 : 0,
    };
    if (counted.imported > 0) this.#imported.set(save.requestId, save);
    for (const person of this.#peopleWith(save)) this.#add(person, counted);
  }

  #join(keys: readonly string[]): void {
    this.#people.join(keys, (from, into) => {
      const known = this.#known.get(from);
      this.#known.delete(from);
      if (known === undefined) return;
      this.#lastOfRow = null;
      this.#add(into, known);
    });
  }

  /** What a correction of it has of its keys, where it is here. */
  #keysOf(requestId: string): readonly string[] {
    const save = this.#saves.find(requestId);
    return save !== undefined && this.#saves.isBelieved(save) ? save.identityKeys : [];
  }

  #peopleOf({ identityKeys }: Pick<Save, 'identityKeys'>): string[] {
    return [...new Set(identityKeys.map((key) => this.#people.of([key])))];
  }

  /** The same of one that was learnt: by one key, where all of them were joined. */
  #peopleWith(save: Save): string[] {
    const isOne = this.#saves.isBelieved(save);
    return this.#peopleOf(isOne ? { identityKeys: save.identityKeys.slice(0, 1) } : save);
  }

  #add(person: string, { latest, lastOwn, imported }: Person): void {
    const known = this.#known.get(person) ?? NOBODY;
    this.#known.set(person, {
      latest: later(known.latest, latest),
      lastOwn: Math.max(known.lastOwn, lastOwn),
      imported: known.imported + imported,
    });
  }
}

/** Joins a correction with what it corrects, whichever comes first; no hash is like it. */
function linkOf(requestId: string): string {
  return `#${requestId}`;
}

/**
 * Joins the corrections of one save with each other, but not with that: where it comes behind those that are here, they say
 * themselves which of them was made first.
 */
function besideOf(requestId: string): string {
  return `#beside ${requestId}`;
}

function later(one: Save | null, other: Save | null): Save | null {
  if (one === null || other === null) return one ?? other;
  return compareSaves(one, other) < 0 ? other : one;
}

/** No other till has it either. */
function isClosedHere({ state, closedReason }: Save): boolean {
  return state === 'discarded' && closedReason !== 'moved';
}
