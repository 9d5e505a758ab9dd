import { createHash } from 'node:crypto';
import type { ComputerAnswer, ComputerQuestion } from '../../app/computer/computerQuestion.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { AuditAction } from '../audit/auditEntry.ts';
import type { AuditTrail } from '../audit/auditTrail.ts';
import type { DraftStore } from '../draft/draftStore.ts';
import { errorCode } from '../files/durableFile.ts';
import { asWriteFailure, type StoreFailure } from '../files/storeFailure.ts';
import {
  isAnother,
  isSilent,
  NO_TRAITS,
  type Reading,
  refreshed,
  SHARED,
  type Traits,
} from '../hardware/traits.ts';
import type { Log } from '../log.ts';
import type { Outbox } from '../outbox/openOutbox.ts';
import type { Boundary, ComputerFile, ComputerRecord } from './computerFile.ts';

export interface ComputerWatchOptions {
  file: ComputerFile;
  /** What the file has said at this start. */
  kept: ComputerRecord | 'missing' | 'unreadable';
  /** What this computer is known by; nothing where it cannot be told in time. */
  traits: () => Promise<Reading>;
  outbox: Pick<Outbox, 'saves' | 'lending' | 'returning'>;
  /** What was there when this start began. */
  boundary: Boundary;
  drafts: Pick<DraftStore, 'drop'>;
  audit: Pick<AuditTrail, 'owe'>;
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
  #installation: string;
  readonly #listeners: (() => void)[] = [];
  #standing: Standing = 'looking';
  #traits: Traits = NO_TRAITS;
  #boundary: Boundary;
  #looked: Promise<void> | null = null;
  #marked: Promise<void> | null = null;
  #isDeciding = false;
  #isShared = false;

  constructor(options: ComputerWatchOptions) {
    const { kept, boundary } = options;
    this.#options = options;
    const record = typeof kept === 'string' ? null : kept;
    this.#boundary = record?.since ?? boundary;
    this.#installation = record?.installation ?? NO_INSTALLATION;
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
   * Before something new is stored while nobody knows yet whose the rest is: after a kill it must not look as if it had
   * come along. One flush, once, and none where no question can come.
   */
  async beforeNew(): Promise<void> {
    const { kept } = this.#options;
    if (this.#standing !== 'looking' || kept === 'missing') return;
    if (kept !== 'unreadable' && kept.since !== null) return;
    this.#marked ??= this.#mark();
    await this.#marked;
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
    const { file, kept, log } = this.#options;
    const reading = await this.#read();
    // A mark that is being written would come behind what is known by now.
    await this.#marked;
    if (reading === SHARED) {
      log.info('computer', { isShared: true });
      this.#share();
      return;
    }
    this.#traits = file.hashed(reading);
    const record = typeof kept === 'string' ? null : kept;
    const isOther = kept !== 'missing' && this.#isOther(record);
    const { board, disk, network } = this.#traits;
    const counts = { board: board.length, disk: disk.length, network: network.length };
    log.info('computer', { ...counts, isOther });
    if (isOther && this.#inherited().length > 0) await this.#ask();
    else if (isOther) await this.#become();
    else await this.#remain(record);
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
  #isOther(record: ComputerRecord | null): boolean {
    if (isSilent(this.#traits)) return record?.since != null && record.known !== null;
    return record === null || record.known === null || isAnother(record.known, this.#traits);
  }

  async #ask(): Promise<void> {
    const { kept, drafts } = this.#options;
    const isFirst = typeof kept === 'string' || kept.since === null;
    if (isFirst) {
      // Whoever has typed it is at the other computer, and may save it there under the same id.
      await drafts.drop();
      await this.#marked;
      this.#marked ??= this.#mark();
      await this.#marked;
    }
    this.#standing = 'asking';
  }

  /** Nothing has come along that two could send: a computer of its own from now on, and nobody is asked. */
  async #become(): Promise<void> {
    await this.#options.drafts.drop();
    await this.#note('computer.changed', 0);
    this.#installation = installationOf(this.#installation, this.#traits);
    await this.#keep({
      known: this.#traits,
      since: null,
      installation: this.#installation,
    });
    this.#standing = 'ours';
  }

  async #remain(record: ComputerRecord | null): Promise<void> {
    const known = refreshed(record?.known ?? NO_TRAITS, this.#traits);
    if (record === null) this.#installation = installationOf(NO_INSTALLATION, this.#traits);
    const next = { known, since: null, installation: this.#installation };
    const isKept = record !== null && this.#marked === null && isSameRecord(record, next);
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
    const { sequence, changedAt } = this.#boundary;
    await this.#note('computer.moved', this.#inherited().length);
    const record = { at: changedAt, lastSequence: sequence };
    const { isStored } = await outbox.returning.doubtRecovered(record);
    if (!isStored) return 'store.failed';
    return this.#settle(this.#installation);
  }

  /** The other computer sends what has come along; what was registered here since stays. */
  async #startEmpty(): Promise<StoreFailure | null> {
    const { outbox } = this.#options;
    const inherited = this.#inherited();
    await this.#note('computer.started-empty', inherited.length);
    await outbox.lending.close(inherited.map(({ requestId }) => requestId));
    if (this.#inherited().length > 0) return 'store.failed';
    return this.#settle(installationOf(this.#installation, this.#traits));
  }

  /** Last of all: after a kill before it the manager is asked once more. */
  async #settle(installation: string): Promise<StoreFailure | null> {
    try {
      await this.#options.file.write({ known: this.#traits, since: null, installation });
    } catch (error) {
      if (errorCode(error) === '') throw error;
      return asWriteFailure(error).failure;
    }
    this.#installation = installation;
    this.#standing = 'ours';
    return null;
  }

  #inherited(): Save[] {
    const { sequence } = this.#boundary;
    return this.#options.outbox.saves.unfinished().filter((save) => save.sequence <= sequence);
  }

  #mark(): Promise<void> {
    const { kept } = this.#options;
    const known = typeof kept === 'string' ? null : kept.known;
    return this.#keep({ known, since: this.#boundary, installation: this.#installation });
  }

  /** A disk that refuses stops nobody: the next start finds out again. */
  async #keep(record: ComputerRecord): Promise<void> {
    try {
      await this.#options.file.write(record);
    } catch (error) {
      const code = errorCode(error);
      if (code === '') throw error;
      this.#options.log.warn('computer not kept', { code });
    }
  }

  async #note(action: AuditAction, saves: number): Promise<void> {
    await this.#options.audit.owe({ action, operatorId: null, slip: null, saves });
  }
}

/** Of a till whose computer tells nothing. */
const NO_INSTALLATION = '0'.repeat(32);

/**
 * The name of a till that was made of another one on this computer: the same each time, also where the disk is set back to
 * the image at every start of the PC.
 */
function installationOf(image: string, { board, disk, network }: Traits): string {
  const lasting = [...board, ...disk];
  const traits = lasting.length > 0 ? lasting : network;
  if (traits.length === 0) return image;
  const text = JSON.stringify([image, [...traits].sort()]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function isSameRecord(one: ComputerRecord, other: ComputerRecord): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
