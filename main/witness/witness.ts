import type { Clock } from '../clock/clock.ts';
import type { Watermark } from '../journal/watermark.ts';
import type { Log } from '../log.ts';
import type { Vault } from '../vault/vault.ts';
import type { KeptReached } from './keptReached.ts';
import { NOTHING, type Opening } from './reachedFile.ts';
import { readWitness } from './readWitness.ts';
import type { AskWitness } from './witnessElsewhere.ts';
import { witnessName, witnessText } from './witnessText.ts';

/** How long the first look may take (ms): so long nothing is sent at the most. */
const LONGEST_LOOK = 8_000;
/** And each later one, and a writing (ms): a share that is slow is waited for by nobody. */
const LONGEST = 60_000;
/** What has changed is written after this time (ms): a process each time is too much for each save. */
const WRITE_AFTER_MS = 1_000;
/** A place that was away is tried again after this time (ms). */
const AGAIN_AFTER_MS = 60_000;
/** The program's end waits so long for the last numbers (ms). */
const LAST_WRITE_MS = 1_000;

export interface WitnessOptions {
  ask: AskWitness;
  vault: Pick<Vault, 'trailMac'>;
  /** What it has been told before; unknown as long as nobody could read that. */
  kept: KeptReached;
  /** What the store had come to when it was opened. */
  opening: Opening;
  clock: Clock;
  log: Log;
  /** Names the till among those that use the folder; asked when the computer is known. */
  till: () => { tillId: string; installation: string };
  /** A place is set, also where nobody has come to ask it yet; default: none is. */
  hasPlace?: () => boolean;
  /** False where the file may be another computer's: then it is read alone. Asked like `till`; default: it is this one's. */
  isOwner?: () => boolean;
  /**
   * Whether this program still has the data folder: another PC that has taken it has come further, and its numbers are not
   * written over. Asked before each writing; default: nobody else can have it.
   */
  mayWrite?: () => Promise<boolean>;
  /** The store had gone backwards by then: what was open may have been sent. False where the disk has not kept that. */
  doubt: (opening: Opening) => Promise<boolean>;
  /** No sequence up to this one is given any more. */
  goOnBehind: (lastSequence: number) => void;
  /** What the window tells of it: null where nothing is wrong. */
  warn: (code: 'store.went-backwards' | 'store.witness-away', detail: string | null) => void;
}

/**
 * The highest numbers in a folder on another drive, which no restored drive takes back with it. What it says is used when
 * it comes, at the start or later; nothing but sending waits for it, and that not for long. `docs/store.md`.
 */
export class Witness {
  readonly #options: WitnessOptions;
  #folder: string | null = null;
  /** Another one with each folder: what is still under way is nobody's then. */
  #turn = 0;
  /** The first look at this place. */
  #looking: Promise<void> = Promise.resolve();
  /** No place has said anything since the start. */
  #isUnseen = true;
  #now: Watermark;
  /** What stands there; null while nobody has read it: nothing is written over it before. */
  #there: Watermark | null = null;
  /** The highest number that this run has written in each folder: what is not above it tells nothing new there. */
  readonly #written = new Map<string, number>();
  #isWriting = false;
  /** A look that is under way writes nothing any more: the folder may be another run's by then. */
  #isStopped = false;
  #writing: Promise<void> = Promise.resolve();
  /** Ends what comes next at its time; null while nothing does. */
  #stopNext: (() => void) | null = null;

  constructor(options: WitnessOptions) {
    this.#options = options;
    this.#now = options.opening;
    this.#goOnAsKnown();
  }

  /** The place that is set has said how far the store had come, and what follows from that is kept. */
  get hasAnswered(): boolean {
    return this.#there !== null;
  }

  /** From now on this is the place; null: none. Resolves when it was looked at, or has not answered in time. */
  async use(folder: string | null): Promise<void> {
    if (folder === this.#folder) return this.#looking;
    this.#folder = folder;
    this.#turn += 1;
    this.#there = null;
    this.#stopTimer();
    this.#options.warn('store.witness-away', null);
    this.#keepUnseen();
    this.#looking = folder === null ? Promise.resolve() : this.#look(this.#turn, LONGEST_LOOK);
    await this.#looking;
  }

  /** How far the store has come. Never fails, and costs nothing. */
  note(watermark: Watermark): void {
    this.#now = watermark;
    this.#keepUnseen();
    // What comes next is not put off by it, however busy the till is, nor made sooner where the place is away.
    if (this.#there === null || this.#isWriting || this.#stopNext !== null) return;
    if (this.#isBehind()) this.#later(WRITE_AFTER_MS);
  }

  /** Writes what is not written yet, if the place takes it at once. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#stopTimer();
    await this.#options.kept.idle();
    if (this.#there === null || !this.#isBehind()) return;
    const { clock } = this.#options;
    let cancel = () => {};
    const late = new Promise<void>((resolve) => {
      cancel = clock.after(LAST_WRITE_MS, resolve);
    });
    const turn = this.#turn;
    const write = this.#writing.then(() => this.#write(turn, LAST_WRITE_MS));
    await Promise.race([write, late]);
    cancel();
    this.#turn += 1;
    this.#stopTimer();
  }

  /** Nothing follows from it before somebody has read it. */
  #goOnAsKnown(): void {
    const { kept, goOnBehind } = this.#options;
    const { lastSequence } = kept.known ?? NOTHING;
    if (lastSequence > 0) goOnBehind(lastSequence);
    this.#keepUnseen();
  }

  async #look(turn: number, longest: number): Promise<void> {
    const { ask, vault, log, opening, kept } = this.#options;
    // What it says counts beside what was told before alone: otherwise all of it would be new.
    const isNews = kept.known === null && (await kept.read()) !== null;
    if (this.#isStopped) return;
    if (isNews) this.#goOnAsKnown();
    if (turn !== this.#turn) return;
    if (kept.known === null) return this.#isAway(turn, kept.hindrance);
    const name = this.#name();
    const known = opening.lastSequence;
    const folder = this.#folder ?? '';
    const read = await readWitness({ ask, vault, folder, name, known, longest });
    if (this.#isStopped || turn !== this.#turn) return;
    if (!read.ok) return this.#isAway(turn, read.code);
    if (read.isStrange) log.warn('witness unreadable', { name });
    const there = read.there ?? { lastNumber: 0, lastSequence: 0 };
    if (!(await this.#heed(there))) return this.#isAway(turn, 'not-stored');
    if (turn !== this.#turn) return;
    // Before anything is written there: what this run adds is nothing that was lost.
    if (!(await this.#seen())) return this.#isAway(turn, 'not-stored');
    if (turn !== this.#turn) return;
    this.#there = there;
    this.#options.warn('store.witness-away', null);
    if (this.#isBehind()) this.#later(WRITE_AFTER_MS);
  }

  /** False where the disk does not keep what follows from it: then it is looked at again. */
  async #heed({ lastNumber, lastSequence }: Watermark): Promise<boolean> {
    const { opening, doubt, goOnBehind, warn, kept } = this.#options;
    const reached = kept.known ?? NOTHING;
    const { lostNumbers, unseen } = reached;
    const first = unseen ?? opening;
    const missing = lastNumber - (first.lastNumber + lostNumbers);
    const known = Math.max(first.lastSequence, reached.lastSequence);
    // What was written into another folder since says nothing of this one: the numbers of what is lost are given again.
    const isOwn = lastNumber <= (this.#written.get(this.#folder ?? '') ?? 0);
    if (isOwn || (missing <= 0 && lastSequence <= known)) return true;
    goOnBehind(lastSequence);
    warn('store.went-backwards', `${Math.max(0, missing)} (${known} < ${lastSequence})`);
    // The store may have been set back since as well.
    for (const one of new Set([first, opening])) if (!(await doubt(one))) return false;
    // Told and in doubt it is all the same, should the disk refuse it; the next start does it once more.
    await kept.keep({
      // What was noted meanwhile counts as well.
      ...(kept.known ?? NOTHING),
      lostNumbers: lostNumbers + Math.max(0, missing),
      lastSequence: Math.max(known, lastSequence),
    });
    return true;
  }

  /**
   * The store goes on, and the place has not said yet how far it had come: what has been lost is missing of what it was at
   * this start, and what was open has been in doubt since before it, also should a later start hear of it first.
   */
  #keepUnseen(): void {
    const { opening, kept, hasPlace = () => false } = this.#options;
    const { known } = kept;
    const hasChanged = this.#now.lastNumber > opening.lastNumber;
    // Whose computer it is takes a while to be known, and a run may end before the place was asked.
    const isOfPlace = this.#folder !== null || hasPlace();
    if (!this.#isUnseen || !isOfPlace || !hasChanged) return;
    if (known === null) kept.noteUnseen(opening);
    if (known === null || known.unseen !== null) return;
    void kept.keep({ ...known, unseen: opening }).then((isKept) => {
      // Tried again with the next change.
      if (!isKept && this.#isUnseen) kept.undoUnseen(null);
    });
  }

  /** The place has said it, and that was heeded. False where the disk has not kept that. */
  async #seen(): Promise<boolean> {
    this.#isUnseen = false;
    const { kept } = this.#options;
    const { known } = kept;
    if (known === null || known.unseen === null) return true;
    if (await kept.keep({ ...known, unseen: null })) return true;
    kept.undoUnseen(known.unseen);
    return false;
  }

  #later(milliseconds: number): void {
    const turn = this.#turn;
    this.#next(milliseconds, () => this.#write(turn, LONGEST));
  }

  #next(milliseconds: number, work: () => Promise<void>): void {
    this.#stopTimer();
    this.#stopNext = this.#options.clock.after(milliseconds, () => {
      this.#stopNext = null;
      this.#writing = this.#writing.then(work);
    });
  }

  #stopTimer(): void {
    this.#stopNext?.();
    this.#stopNext = null;
  }

  async #write(turn: number, longest: number): Promise<void> {
    if (turn !== this.#turn || this.#there === null) return;
    const { ask, vault, mayWrite = async () => true } = this.#options;
    this.#isWriting = true;
    const isOurs = await mayWrite();
    this.#isWriting = false;
    if (turn !== this.#turn) return;
    if (!isOurs) return this.#next(AGAIN_AFTER_MS, () => this.#write(turn, LONGEST));
    const next = this.#numbers();
    const name = this.#name();
    const folder = this.#folder ?? '';
    const text = witnessText(vault, name, next);
    this.#isWriting = true;
    this.#written.set(folder, Math.max(this.#written.get(folder) ?? 0, next.lastNumber));
    const asked = { question: 'witness', call: 'write', name, text, folder } as const;
    const answer = await ask(asked, longest);
    this.#isWriting = false;
    if (turn !== this.#turn) return;
    if (!answer.ok) return this.#isAway(turn, answer.code);
    this.#there = next;
    this.#options.warn('store.witness-away', null);
    if (this.#isBehind()) this.#later(WRITE_AFTER_MS);
  }

  #isAway(turn: number, code: string): void {
    const { warn, log } = this.#options;
    log.warn('witness away', { code });
    warn('store.witness-away', code);
    this.#next(AGAIN_AFTER_MS, () =>
      this.#there === null ? this.#look(turn, LONGEST) : this.#write(turn, LONGEST),
    );
  }

  /** Never less than what stands there: a store that has gone back is behind it for good. */
  #numbers(): Watermark {
    const there = this.#there ?? { lastNumber: 0, lastSequence: 0 };
    const { lostNumbers, lastSequence } = this.#options.kept.known ?? NOTHING;
    return {
      lastNumber: Math.max(there.lastNumber, this.#now.lastNumber + lostNumbers),
      lastSequence: Math.max(there.lastSequence, this.#now.lastSequence, lastSequence),
    };
  }

  /** Whether something is to be written that is not there. */
  #isBehind(): boolean {
    const { isOwner = () => true } = this.#options;
    if (!isOwner()) return false;
    const next = this.#numbers();
    return (
      this.#there === null ||
      next.lastNumber > this.#there.lastNumber ||
      next.lastSequence > this.#there.lastSequence
    );
  }

  #name(): string {
    const { vault, till } = this.#options;
    const { tillId, installation } = till();
    return witnessName(vault, tillId, installation);
  }
}
