import { readBody } from '../../app/outbox/readBody.ts';
import type { MovedQueue } from '../../main/outbox/movedQueue.ts';
import type { Belongings } from './belongings.ts';
import type { ModelCorrections } from './corrections.ts';
import { AHEAD, type Expectation, isOfFile } from './expectation.ts';
import type { Line } from './line.ts';
import type { Belonging } from './places.ts';

const DAY = 24 * 60 * 60_000;

/** What the simulation expects of a save in a file. */
interface Packed {
  requestId: string;
  madeAt: number;
  was: Expectation;
  /** For whom it was made, where that is not known here. */
  belongs?: Belonging;
  /** An accepted save, which stays, says more of who it is than this one: nobody but the manager is to send it elsewhere. */
  isJoined?: boolean;
}

/** What a save must be that comes out of a file. */
interface Arrived {
  madeAt: number;
  is: Partial<Expectation>;
  /** By a manager's word it was closed here. */
  isDecided: boolean;
}

/** A file with the queue of a till, in the simulation's own words. */
export interface ModelFile {
  /** By the clock of the till that wrote it (ms since 1970). */
  exportedAt: number;
  saves: readonly Packed[];
}

/** What is in files, and what is just coming out of one. */
export class Away {
  readonly #saves: ReadonlyMap<string, Expectation>;
  readonly #line: Line;
  readonly #belongings: Belongings;
  readonly #corrections: ModelCorrections;
  readonly #keys: ReadonlyMap<string, readonly string[]>;
  readonly #coming = new Map<string, Packed>();
  /** Of this, what a manager had closed here. */
  readonly #decided = new Set<string>();
  /** All that the file brings: none of it has been passed by another of it. */
  readonly #together = new Set<string>();
  /** What is just going into a file, and since when each was in doubt before. */
  readonly #leaving = new Map<string, Pick<Expectation, 'unknownSince' | 'isLent'>>();
  #isUndone = false;
  #exportedAt = 0;

  /** `saves`, `line`: what is on the till, and in what order; `keys`: who each says that it is. */
  constructor(
    saves: ReadonlyMap<string, Expectation>,
    line: Line,
    belongings: Belongings,
    corrections: ModelCorrections,
    keys: ReadonlyMap<string, readonly string[]>,
  ) {
    this.#keys = keys;
    this.#belongings = belongings;
    this.#corrections = corrections;
    this.#saves = saves;
    this.#line = line;
  }

  /**
   * Everything that waits or is held. What a correction says better goes nowhere, also where a full disk has kept it
   * from being closed. `exportedAt`: the till's clock, ms since 1970.
   */
  pack(exportedAt: number): ModelFile {
    const goes = (was: Expectation | undefined): was is Expectation =>
      was?.state === 'pending' || (was?.state === 'held' && this.#corrections.of(was).length === 0);
    const places = this.#line.packed(
      (requestId) => goes(this.#saves.get(requestId)),
      (requestId) => this.#corrections.originalOf(requestId),
    );
    const along = places.map(({ requestId }) => this.#keysOf(requestId));
    const saves = places.flatMap((place) => {
      const was = this.#saves.get(place.requestId);
      const belongs = this.#belongings.of(place.requestId);
      const isJoined = this.#isJoined(place.requestId, along);
      return was === undefined ? [] : { ...place, was: { ...was }, belongs, isJoined };
    });
    return { exportedAt, saves };
  }

  /**
   * Whether somebody who was accepted has one of its keys, and another that the file does not say of that person. `along`: the
   * keys of each that goes into it.
   */
  #isJoined(requestId: string, along: readonly (readonly string[])[]): boolean {
    const told = allOfPerson(this.#keysOf(requestId), along);
    return [...this.#saves.values()].some((other) => {
      const theirs = this.#keysOf(other.requestId);
      const counts = other.state === 'accepted' && !this.#corrections.isOne(other);
      return counts && theirs.some((key) => told.has(key)) && !theirs.every((key) => told.has(key));
    });
  }

  #keysOf(requestId: string): readonly string[] {
    return this.#keys.get(requestId) ?? [];
  }

  /** A file is about to be written: from then on each save in it may take effect elsewhere. */
  leave({ exportedAt, saves }: ModelFile): void {
    this.#exportedAt = exportedAt;
    for (const { requestId, was } of saves) this.#leaving.set(requestId, was);
  }

  /** There is no file after all: nobody else can have sent what was to go into it. */
  undo(): void {
    this.#isUndone = true;
  }

  /** All that goes is marked, or the process is dead. */
  left(): void {
    this.#leaving.clear();
    this.#isUndone = false;
  }

  /** Since when a save is in doubt once a mark of its going is on the disk, or is undone; null where it does not go. */
  leaves(save: Expectation): Pick<Expectation, 'unknownSince' | 'isLent'> | null {
    const before = this.#leaving.get(save.requestId);
    if (before === undefined) return null;
    if (this.#isUndone) return { unknownSince: before.unknownSince, isLent: before.isLent };
    const since = longAgo(save, this.#exportedAt) ?? this.#exportedAt;
    return { unknownSince: Math.min(since, this.#exportedAt), isLent: true };
  }

  /** A file is read: what is not here, and what had gone into a file from here, must come to the disk. */
  begin({ exportedAt, saves }: ModelFile): void {
    this.#exportedAt = exportedAt;
    for (const packed of saves) {
      const here = this.#saves.get(packed.requestId);
      if (here === undefined || this.#comesHome(here)) {
        this.#coming.set(packed.requestId, packed);
        if (here !== undefined && isDecided(here)) this.#decided.add(packed.requestId);
        this.#together.add(packed.requestId);
      }
    }
  }

  end(): void {
    this.#coming.clear();
    this.#together.clear();
    this.#decided.clear();
  }

  /**
   * What went into a file from here does, and what a manager has closed where the file is not surely older than that. So does
   * what was corrected where the correction has gone.
   */
  #comesHome(here: Expectation): boolean {
    if (here.state !== 'discarded') return false;
    if (here.isCorrected) return this.#corrections.areAway(here);
    if (here.isMoved) return true;
    // The file that it came by was there before.
    if (here.exportedAt === this.#exportedAt) return false;
    return here.settledAt === null || this.#exportedAt > here.settledAt;
  }

  /** Whether it comes out of the file that is just being read. */
  comesAlong({ requestId }: Expectation): boolean {
    return this.#together.has(requestId);
  }

  /** All that the file that is just being read brings: by any of it somebody may be known to be one person. */
  get along(): ReadonlySet<string> {
    return this.#together;
  }

  /** What a save that reaches the disk must be if it comes out of the file, or null. `now`: ms since 1970. */
  take(requestId: string, now: number): Arrived | null {
    const packed = this.#coming.get(requestId);
    if (packed === undefined) return null;
    this.#coming.delete(requestId);
    if (packed.belongs !== undefined) this.#belongings.came(requestId, packed.belongs);
    const exportedAt = this.#exportedAt;
    const { state, undecidable, isBusy, isSent, passed } = packed.was;
    const joinedSince = packed.isJoined === true ? exportedAt - AHEAD - DAY - 1 : exportedAt;
    const unknownSince = longAgo(packed.was, exportedAt);
    // No file knows of a busy platform.
    const heldReason = packed.was.heldReason === 'busy' ? 'stale' : packed.was.heldReason;
    // Whoever else has the file may have sent it since.
    const sinceBefore = Math.min(unknownSince ?? exportedAt, exportedAt - 1);
    const sinceExport = Math.min(unknownSince === null ? exportedAt : sinceBefore, joinedSince);
    const isAhead = exportedAt - now > AHEAD;
    // Nobody knows how long ago, so it is too long.
    const since = isAhead ? Math.min(sinceExport, now - DAY - 1) : sinceExport;
    const isLate = now - exportedAt > DAY || isAhead;
    const held = state === 'pending' && isLate;
    return {
      // It was made before its file was written, as far as the clock of its till can be believed.
      madeAt: Math.min(packed.madeAt, exportedAt + AHEAD),
      isDecided: this.#decided.has(requestId),
      is: {
        state: held ? 'held' : state,
        heldReason: held ? 'late-import' : heldReason,
        unknownSince: since,
        unknownSinceSteady: null,
        undecidable,
        isBusy,
        exportedAt,
        isMoved: false,
        isCorrected: false,
        isSent,
        passed: new Set(passed),
      },
    };
  }
}

/** All keys of the person who has these, by what goes along. */
function allOfPerson(
  keys: readonly string[],
  along: readonly (readonly string[])[],
): ReadonlySet<string> {
  const all = new Set(keys);
  for (let before = -1; before < all.size; ) {
    before = all.size;
    for (const one of along)
      if (one.some((key) => all.has(key))) for (const key of one) all.add(key);
  }
  return all;
}

/** Since when a save is in doubt that may have gone into a file before, at a look at `now` (both ms since 1970). */
function longAgo(
  save: Pick<Expectation, 'unknownSince' | 'isLent' | 'exportedAt'>,
  now: number,
): number | null {
  const { unknownSince } = save;
  const isAhead = isOfFile(save) && unknownSince !== null && unknownSince - now > AHEAD;
  return isAhead ? now - DAY - 1 : unknownSince;
}

/** Nobody could wait for what was away, nor know by it who is one person (`person`: everybody of it). */
export function meet(arrived: Expectation, person: readonly Expectation[]): void {
  const all = [arrived, ...person];
  for (const other of all.filter(({ isSent }) => isSent)) {
    for (const { requestId } of all) if (requestId !== other.requestId) other.passed.add(requestId);
  }
}

function isDecided({ state, isMoved, isCorrected }: Expectation): boolean {
  return state === 'discarded' && !isMoved && !isCorrected;
}

/**
 * A file dates back what another till is to ask the manager about: who is whose, and how wrong the clock was, the till may
 * know better.
 */
export function asDatedBack(model: ModelFile, { exportedAt, saves }: MovedQueue): ModelFile {
  const told = new Map(saves.map(({ body, history }) => [readBody(body).requestId, history]));
  const longAgo = exportedAt - DAY - AHEAD;
  const dated = model.saves.map((packed) => {
    const since = told.get(packed.requestId)?.firstUnknownAt ?? null;
    const isDatedBack = since !== null && since < longAgo;
    return isDatedBack ? { ...packed, was: { ...packed.was, unknownSince: since } } : packed;
  });
  return { ...model, saves: dated };
}
