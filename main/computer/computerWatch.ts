import type { AuditAction } from '../../app/audit/auditActions.ts';
import type { ComputerAnswer, ComputerQuestion } from '../../app/computer/computerQuestion.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { AuditTrail } from '../audit/auditTrail.ts';
import type { Clock } from '../clock/clock.ts';
import type { DraftStore } from '../draft/draftStore.ts';
import { readOnceFree } from '../files/readOnceFree.ts';
import type { StoreFailure } from '../files/storeFailure.ts';
import {
  isAnother,
  isSilent,
  NO_TRAITS,
  type Reading,
  refreshed,
  SHARED,
  type Traits,
  tellsAlone,
} from '../hardware/traits.ts';
import type { Log } from '../log.ts';
import type { Outbox } from '../outbox/openOutbox.ts';
import {
  type Boundary,
  type ComputerFile,
  type ComputerReading,
  type ComputerRecord,
  isSameRecord,
  MOST_EARLIER,
} from './computerFile.ts';
import { installationOf, NO_INSTALLATION } from './installation.ts';
import { AGAIN_AFTER, RecordKeeper } from './recordKeeper.ts';
import { unplacedIn } from './unplaced.ts';

export interface ComputerWatchOptions {
  file: ComputerFile;
  /** What the file has said at this start. */
  kept: ComputerReading;
  /** What this computer is known by; nothing where it cannot be told in time. */
  traits: () => Promise<Reading>;
  outbox: Pick<Outbox, 'saves' | 'lending' | 'returning'>;
  /** What was there when this start began. */
  boundary: Boundary;
  drafts: Pick<DraftStore, 'drop'>;
  audit: Pick<AuditTrail, 'owe'>;
  clock: Pick<Clock, 'after' | 'now'>;
  /** Whether the manager has a PIN. */
  hasPin: () => boolean;
  log: Log;
}

/** `looking`: nobody knows yet; `ours`: what is here is sent from here; `asking`: the manager says who sends it. */
type Standing = 'looking' | 'ours' | 'asking';

/**
 * Whether the data are this computer's, or have come along in an image of another one's disk, which may send the same.
 * Until that is known nothing is sent; registering waits for nothing. `docs/cloned-pc.md` says what it promises.
 */
export class ComputerWatch {
  readonly #options: ComputerWatchOptions;
  #kept: ComputerReading;
  readonly #keeper: RecordKeeper;
  #installation = NO_INSTALLATION;
  readonly #listeners: (() => void)[] = [];
  #standing: Standing = 'looking';
  #traits: Traits = NO_TRAITS;
  #boundary: Boundary;
  /** What had come along before that, the oldest first: it may have been sent for longer. */
  #earlier: readonly Boundary[] = [];
  #looked: Promise<void> | null = null;
  #isMarked = false;
  /** Something was written at this start. */
  #hasWritten = false;
  #isDeciding = false;
  #isShared = false;

  constructor(options: ComputerWatchOptions) {
    this.#options = options;
    this.#keeper = new RecordKeeper(options);
    this.#boundary = options.boundary;
    this.#kept = options.kept;
    this.#goBy(options.kept);
  }

  /** What the file has said at this start, once it could be read. */
  #goBy(kept: ComputerReading): void {
    this.#kept = kept;
    const record = this.#record;
    this.#boundary = record?.since ?? this.#options.boundary;
    this.#earlier = record?.earlier ?? [];
    // Where no question can come, and where one was asked, there is nothing to mark. One that is held is not written over.
    const isAsked = record?.asked != null;
    const isMarked = isAsked ? record?.unplaced !== undefined : record?.since != null;
    this.#isMarked = kept === 'missing' || kept === 'held' || isMarked;
    this.#installation = record?.installation ?? NO_INSTALLATION;
  }

  get #record(): ComputerRecord | null {
    return typeof this.#kept === 'string' ? null : this.#kept;
  }

  /** Which of the tills that were made of one image this is, once it was found out; zeros where nothing tells. */
  get installation(): string {
    return this.#installation;
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** For support: whether anything tells this computer from others; `looking` while nobody knows; `shared`: needs none. */
  get reading(): 'looking' | 'known' | 'unknown' | typeof SHARED {
    if (this.#standing === 'looking') return 'looking';
    if (this.#isShared) return SHARED;
    return isSilent(this.#traits) ? 'unknown' : 'known';
  }

  /** Nothing is sent before the manager's answer. */
  get isAsking(): boolean {
    return this.#standing === 'asking';
  }

  get question(): ComputerQuestion | null {
    if (!this.isAsking) return null;
    return { inherited: this.#inherited().length, needsPin: this.#options.hasPin() };
  }

  /** Calls back when something is asked, or no longer. */
  onQuestion(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Finds out, once; resolves when that is done. Never rejects for a disk. */
  look(): Promise<void> {
    this.#looked ??= this.#look();
    return this.#looked;
  }

  /**
   * Before something is registered or decided while nobody knows yet whose the rest is, or while the disk has refused to
   * keep that: after a kill it must not look as if it had come along, nor the rest as if it had changed since. One flush,
   * once, and none where no question can come.
   */
  async beforeChange(): Promise<void> {
    if (this.#standing !== 'looking' || this.#isMarked) return this.#keeper.settleSoon();
    const asked = this.#record?.asked ?? null;
    await this.#mark(asked, asked === null ? undefined : this.#options.boundary);
  }

  /** Waits for what is being written of it. */
  stop(): Promise<void> {
    return this.#keeper.stop();
  }

  /** The manager's word. Gives why it was not done, or null; what was begun is asked about again. */
  async decide(answer: ComputerAnswer): Promise<StoreFailure | 'request.refused' | null> {
    if (!this.isAsking || this.#isDeciding) return 'request.refused';
    this.#isDeciding = true;
    try {
      return answer === 'moved' ? await this.#goOn() : await this.#startEmpty();
    } finally {
      this.#isDeciding = false;
      this.#tell();
    }
  }

  async #look(): Promise<void> {
    const { file, log } = this.#options;
    const reading = await this.#read();
    if (reading === SHARED) {
      log.info('computer', { isShared: true });
      this.#share();
      return;
    }
    const onHeld = () => log.warn('computer held');
    // A virus scanner or a backup that holds it makes no other computer of this one.
    if (this.#kept === 'held') this.#goBy(await readOnceFree({ ...this.#options, onHeld }));
    this.#traits = file.hashed(reading);
    const isOther = this.#kept !== 'missing' && this.#isOther();
    const { board, disk, network } = this.#traits;
    const counts = { board: board.length, disk: disk.length, network: network.length };
    log.info('computer', { ...counts, isOther });
    const isThird = isOther && this.#isThird();
    if (isThird) this.#beginAnew();
    if (isThird || (isOther && this.#record?.asked === null)) await this.#doubtUnplaced();
    if (isOther) await this.#untilStored(() => this.#options.outbox.returning.holdCameBack());
    if (isOther && this.#inherited().length > 0) await this.#ask();
    else if (isOther) await this.#become();
    else await this.#remain();
    if (this.isAsking) this.#tell();
  }

  /** One folder, and no copy of it: whoever holds the lease sends, and what the file says of computers says nothing. */
  #share(): void {
    this.#isShared = true;
    this.#installation = NO_INSTALLATION;
    this.#standing = 'ours';
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  async #read(): Promise<Reading> {
    try {
      return await this.#options.traits();
    } catch (error) {
      this.#options.log.error('computer not read', { error: String(error) });
      return NO_TRAITS;
    }
  }

  /** What was asked once is asked until it is answered, also where nothing can be read now. */
  #isOther(): boolean {
    const record = this.#record;
    if (isSilent(this.#traits)) return record !== null && record.asked !== null;
    return record === null || record.known === null || isAnother(record.known, this.#traits);
  }

  /** The question came along as well: it was asked on another computer than this one. */
  #isThird(): boolean {
    const asked = this.#record?.asked ?? null;
    return asked !== null && isAnother(asked, this.#traits);
  }

  /** Whatever was registered at the second computer has come along like the rest, and may be sent from there. */
  #beginAnew(): void {
    this.#earlier = [...this.#earlier, this.#boundary].slice(0, MOST_EARLIER);
    this.#boundary = this.#record?.unplaced ?? this.#options.boundary;
  }

  /**
   * Registered in a run that ended before it was known where it was: here, or at the other computer, which may send it as
   * well. So it waits for the manager. What is written next says no more that it was such a run: not before that is kept.
   */
  async #doubtUnplaced(): Promise<void> {
    const { outbox, boundary, clock } = this.#options;
    const unplaced = unplacedIn(outbox.saves.unfinished(), this.#record, boundary, clock.now());
    if (unplaced === null) return;
    await this.#untilStored(async () => (await outbox.returning.doubtRecovered(unplaced)).isStored);
  }

  async #untilStored(store: () => Promise<boolean>): Promise<void> {
    while (!(await store()))
      await new Promise<void>((resolve) => this.#options.clock.after(AGAIN_AFTER, resolve));
  }

  /** What this computer is known by: as it was when the question was asked, where nothing can be read now. */
  get #here(): Traits {
    return isSilent(this.#traits) ? (this.#record?.asked ?? NO_TRAITS) : this.#traits;
  }

  async #ask(): Promise<void> {
    const asked = this.#record?.asked ?? null;
    if (asked === null || this.#isThird()) {
      // Whoever has typed it is at the other computer, and may save it there under the same id.
      await this.#options.drafts.drop();
      await this.#mark(this.#traits);
    } else if (
      !isSilent(this.#traits) &&
      (this.#hasWritten || this.#record?.unplaced !== undefined)
    )
      await this.#mark(asked);
    this.#standing = 'asking';
  }

  /** Nothing has come along that two could send: a computer of its own from now on, and nobody is asked. */
  async #become(): Promise<void> {
    await this.#options.drafts.drop();
    await this.#note('computer.changed', 0);
    this.#installation = installationOf(this.#installation, this.#here);
    await this.#keep({ ...this.#settled(this.#installation), known: this.#withBefore() });
    this.#standing = 'ours';
  }

  async #remain(): Promise<void> {
    const record = this.#record;
    const known = refreshed(record?.known ?? NO_TRAITS, this.#traits);
    if (record === null) this.#installation = installationOf(NO_INSTALLATION, this.#traits);
    const isUnread = isSilent(this.#traits) && !isSilent(known);
    const next = {
      ...{ known, since: null, asked: null, installation: this.#installation },
      // A computer that tells nothing today may be another one: should it tell so later, that is how old the rest is.
      earlier: isUnread ? [this.#earlier[0] ?? this.#boundary] : [],
    };
    const isKept = record !== null && isSameRecord(record, next) && !this.#hasWritten;
    // Of a computer that tells nothing there is nothing to keep.
    if (!isKept && !isSilent(known)) await this.#keep(next);
    this.#standing = 'ours';
  }

  /**
   * This computer has taken the place of the other one. A wrong word must double nothing: the other one may have sent all
   * of it since the image was made, so it goes by itself for a day after that, and then takes the manager.
   */
  async #goOn(): Promise<StoreFailure | null> {
    const { outbox } = this.#options;
    await this.#note('computer.moved', this.#inherited().length);
    for (const { sequence, changedAt } of [...this.#earlier, this.#boundary]) {
      const record = { at: changedAt, lastSequence: sequence };
      const { isStored } = await outbox.returning.doubtRecovered(record);
      if (!isStored) return 'store.failed';
    }
    return this.#settle({ ...this.#settled(this.#installation), known: this.#withBefore() });
  }

  /** The other computer sends what has come along; what was registered here since stays. */
  async #startEmpty(): Promise<StoreFailure | null> {
    const { outbox } = this.#options;
    const inherited = this.#inherited();
    await this.#note('computer.started-empty', inherited.length);
    await outbox.lending.close(inherited.map(({ requestId }) => requestId));
    if (this.#inherited().length > 0) return 'store.failed';
    return this.#settle(this.#settled(installationOf(this.#installation, this.#here)));
  }

  /** Last of all: after a kill before it the manager is asked once more. */
  async #settle(record: ComputerRecord): Promise<StoreFailure | null> {
    const failure = await this.#keeper.replace(record);
    if (failure !== null) return failure;
    this.#installation = record.installation;
    this.#standing = 'ours';
    return null;
  }

  /** Of a computer that one kind alone tells: two docks that take turns are one change, and no change at every start. */
  #withBefore(): Traits {
    const before = this.#record?.known ?? NO_TRAITS;
    return tellsAlone(before, this.#here) ? refreshed(before, this.#here) : this.#here;
  }

  /** What the file says of a computer whose data these are, and no other one's. */
  #settled(installation: string): ComputerRecord {
    return { known: this.#here, since: null, asked: null, earlier: [], installation };
  }

  #inherited(): Save[] {
    const { sequence } = this.#boundary;
    return this.#options.outbox.saves.unfinished().filter((save) => save.sequence <= sequence);
  }

  /** Keeps what has come along. `asked`: the computer that the manager is asked on, or null while nobody knows. */
  #mark(asked: Traits | null, unplaced?: Boundary): Promise<void> {
    return this.#keep({
      ...{ known: this.#record?.known ?? null, since: this.#boundary, asked, unplaced },
      ...{ earlier: this.#earlier, installation: this.#installation },
    });
  }

  #keep(record: ComputerRecord): Promise<void> {
    this.#isMarked = true;
    this.#hasWritten = true;
    return this.#keeper.keep(record);
  }

  async #note(action: AuditAction, saves: number): Promise<void> {
    await this.#options.audit.owe({ action, operatorId: null, slip: null, saves });
  }
}
