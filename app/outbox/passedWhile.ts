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
  /** The ids of those that are counted as imported. */
  readonly #imported = new Set<string>();

  constructor(saves: Pick<Saves, 'isBelieved' | 'find' | 'values'>, file: OfFile) {
    this.#saves = saves;
    for (const save of saves.values()) {
      this.learn(save);
      if (!file.bringsHome(save)) this.#count(save, file.isOrdered(save));
    }
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
    const keys = [...identityKeys, linkOf(requestId)];
    if (correctionOf !== null)
      keys.push(...this.#keysOf(correctionOf), linkOf(correctionOf), besideOf(correctionOf));
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
    const originals = this.#originalsOf(save);
    const isNumbered = this.#saves.find(save.requestId)?.imported === null;
    const own = originals.filter(({ imported }) => imported === null);
    const lastKnown = Math.max(0, ...own.map(({ sequence }) => sequence));
    const known = [save, ...originals].filter(({ requestId }) => this.#imported.has(requestId));
    return this.#peopleOf(save).some((person) => {
      const { lastOwn, imported } = this.#known.get(person) ?? NOBODY;
      const theirs = known.filter((one) => this.#peopleOf(one).includes(person));
      return imported > theirs.length || (!isNumbered && lastOwn > lastKnown);
    });
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
    if (counted.imported > 0) this.#imported.add(save.requestId);
    for (const person of this.#peopleOf(save)) this.#add(person, counted);
  }

  #join(keys: readonly string[]): void {
    this.#people.join(keys, (from, into) => {
      const known = this.#known.get(from);
      this.#known.delete(from);
      if (known !== undefined) this.#add(into, known);
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

  /** What it corrects, what that corrects, and so on, as far as it is here. */
  #originalsOf({ correctionOf }: Save): Save[] {
    const originals = new Set<Save>();
    for (let id = correctionOf; id !== null; ) {
      const original = this.#saves.find(id);
      if (original === undefined || originals.has(original)) break;
      originals.add(original);
      id = original.correctionOf;
    }
    return [...originals];
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
