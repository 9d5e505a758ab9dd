import type { Save } from './save.ts';

/**
 * The nearest of a kind among what a save corrects, what that corrects, and so on, as far as it is here. What lies in between
 * is walked through once, and not for each of a long row. One that is here may be of the kind no more, and never becomes so.
 */
export class NearestOriginal {
  readonly #find: (requestId: string) => Save | undefined;
  readonly #isOfKind: (save: Save) => boolean;
  readonly #further = new Map<string, string>();

  constructor(find: (requestId: string) => Save | undefined, isOfKind: (save: Save) => boolean) {
    this.#find = find;
    this.#isOfKind = isOfKind;
  }

  /** One behind the other, each once. */
  *each(save: Save): Generator<Save> {
    const seen = new Set<string>();
    for (let one = this.of(save); one !== undefined; one = this.of(one)) {
      if (seen.has(one.requestId)) return;
      seen.add(one.requestId);
      yield one;
    }
  }

  of({ correctionOf }: Pick<Save, 'correctionOf'>): Save | undefined {
    const walked = new Set<string>();
    let found: Save | undefined;
    let end = correctionOf;
    // Somebody may have written them into a circle.
    for (let id = correctionOf; id !== null && !walked.has(id); ) {
      end = id;
      const save = this.#find(id);
      if (save === undefined) break;
      if (this.#isOfKind(save)) {
        found = save;
        break;
      }
      walked.add(id);
      id = this.#further.get(id) ?? save.correctionOf;
    }
    // The next walk is short. What is not here yet may come: it goes on from there.
    if (end !== null) for (const id of walked) if (id !== end) this.#further.set(id, end);
    return found;
  }
}

/** One save of a row, or all of those that somebody has written into a circle: each of them has all the others in front of it. */
export interface InRow {
  readonly saves: readonly Save[];
  readonly corrections: InRow[];
}

/** Rows of saves, each a correction of the one before, with their branches. */
export class CorrectionRows {
  readonly #firsts: InRow[] = [];
  readonly #placeOf = new Map<string, InRow>();

  /** `originalOf`: which of them one corrects. */
  constructor(saves: Iterable<Save>, originalOf: (save: Save) => Save | undefined) {
    for (const save of saves) {
      const walked = new Set<Save>();
      let end: Save | undefined = save;
      while (end !== undefined && !walked.has(end) && this.of(end) === undefined) {
        walked.add(end);
        end = originalOf(end);
      }
      const row = [...walked];
      const circle = end !== undefined && walked.has(end) ? row.splice(row.indexOf(end)) : [];
      let before = end && this.of(end);
      if (circle.length > 0) before = this.#place(circle, undefined);
      for (const one of row.reverse()) before = this.#place([one], before);
    }
  }

  of({ requestId }: Pick<Save, 'requestId'>): InRow | undefined {
    return this.#placeOf.get(requestId);
  }

  /**
   * Of each person the place that has all of theirs in front of it, or at it; none for one whose saves are not in one row.
   * `countOf`: how many somebody has.
   */
  lastOf(
    peopleOf: (save: Save) => readonly string[],
    countOf: (person: string) => number,
  ): ReadonlyMap<string, InRow> {
    const last = new Map<string, InRow>();
    /** How many of each person stand in front of where the walk is, and there. */
    const passed = new Map<string, number>();
    const open: (() => void)[] = [];
    const enter = (place: InRow) => {
      const people = place.saves.flatMap(peopleOf);
      open.push(() => {
        for (const person of people) passed.set(person, (passed.get(person) ?? 0) - 1);
      });
      for (const person of people) {
        const count = (passed.get(person) ?? 0) + 1;
        passed.set(person, count);
        if (count === countOf(person)) last.set(person, place);
      }
      for (const one of place.corrections) open.push(() => enter(one));
    };
    for (const first of this.#firsts) {
      enter(first);
      // Not by calls inside of calls: a row may be longer than these go.
      for (let next = open.pop(); next !== undefined; next = open.pop()) next();
    }
    return last;
  }

  #place(saves: Save[], before: InRow | undefined): InRow {
    const place = { saves, corrections: [] };
    (before?.corrections ?? this.#firsts).push(place);
    for (const { requestId } of saves) this.#placeOf.set(requestId, place);
    return place;
  }
}
