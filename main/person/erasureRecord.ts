import { join } from 'node:path';
import { isAhead } from '../../app/outbox/doubt.ts';
import type { BelievedOlder } from '../audit/erasingNews.ts';
import type { Disk } from '../disk/disk.ts';
import { errorCode } from '../files/durableFile.ts';
import { setFileAside } from '../journal/foreignFiles.ts';
import type { Vault } from '../vault/vault.ts';
import { ERASURE_RECORD, putErasureRecord, wasErasurePutAside } from './erasureFile.ts';
import { type FoundErasures, judgeErasures, NONE_COMING } from './judgedErasures.ts';
import { findErasures, type ReadErasures, recordOf, type Unfinished } from './unfinished.ts';

export interface ErasureRecordOptions {
  disk: Disk;
  /** The data folder. */
  folder: string;
  vault: Vault;
  /** Till's clock, ms since 1970. */
  now: () => number;
  /** The gateway's clock, ms since 1970, or null as long as no answer has proved it. */
  knownTime: () => number | null;
  /** When somebody was last erased, as the trail tells (ms since 1970); default: nothing tells. */
  toldAt?: () => number;
  /** `ErasingNews.last`; default: there is none. */
  lastTold?: () => number | null;
  /** `ErasingNews.believedOlder`, or null as long as the trail cannot be read; default: what has a seal. */
  believedOlder?: () => BelievedOlder | null;
  /** Ms that never go backwards. Default: what nobody knew the time of keeps its date. */
  monotonic?: (() => number) | undefined;
}

/**
 * Goes on with an erasing behind a crash, and remembers when one was last done: what comes in later, and was made before,
 * may be of somebody whose newer data were here.
 */
export class ErasureRecord {
  readonly #options: ErasureRecordOptions;
  #erasedAt = Number.NEGATIVE_INFINITY;
  #unfinished: readonly Unfinished[] = [];
  #coming = NONE_COMING;
  #found: FoundErasures = { read: null, wasPutAside: false };
  #isLost = false;
  #isUnsure = false;
  /** As an earlier program wrote it: it is not believed any more behind the next line of the trail about an erasing. */
  #isOlder = false;
  /** When the last one was begun at the latest, where nothing had shown the time by then (monotonic ms). */
  #begunAt: number | null = null;

  /**
   * One that is none of ours is there all the same, or is gone: something was erased, at the latest now. Throws what the disk throws
   * where it cannot be read now: whom it names would be sent.
   */
  static async read(options: ErasureRecordOptions): Promise<ErasureRecord> {
    const record = new ErasureRecord(options);
    const { disk, folder, vault } = options;
    const read = await findErasures(disk, join(folder, ERASURE_RECORD), vault);
    const wasPutAside = read === null && (await wasErasurePutAside(disk, folder));
    record.#found = { read, wasPutAside };
    const told = options.believedOlder?.();
    record.#judge(told === undefined ? 'sealed' : told);
    return record;
  }

  private constructor(options: ErasureRecordOptions) {
    this.#options = options;
  }

  /**
   * Ms since 1970, by the best clock of then, or of now where that is later: a PC without a battery begins years ago. Before all
   * time where nothing was erased lately. The file may be gone, or an earlier one have its place: the trail tells as well, but
   * where that is still to come its clock was wrong.
   */
  get erasedAt(): number {
    const { now, knownTime, monotonic, toldAt = () => this.#erasedAt } = this.#options;
    const told = toldAt();
    const erasedAt = told > now() ? this.#erasedAt : Math.max(this.#erasedAt, told);
    if (this.#begunAt === null || monotonic === undefined) return erasedAt;
    const time = knownTime() ?? now();
    return Math.max(erasedAt, time - (monotonic() - this.#begunAt));
  }

  /**
   * The trail tells by now what it did not when this was read; or nobody waits for it any longer: then what an earlier program
   * has written counts as far as it has a seal.
   */
  judgeAnew(): void {
    this.#judge(this.#options.believedOlder?.() ?? 'sealed');
  }

  /** The trail cannot be read, and has yet to tell whether this is to be believed: until then it is left as it lies there. */
  get isUnsure(): boolean {
    return this.#isUnsure;
  }

  /** It cannot be read, or is gone: whoever was being erased is known to nobody. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /**
   * To be called once nothing that waits goes by itself, whoever it is of. What lies there is kept for support. Otherwise as
   * `begin`, which a record that is lost refuses until then: it would be the last that tells of it.
   */
  async beginAnew(): Promise<void> {
    const { disk, folder, now } = this.#options;
    const isThere = (await disk.list(folder)).includes(ERASURE_RECORD);
    if (isThere) await setFileAside(disk, folder, ERASURE_RECORD, now());
    this.#isLost = false;
    try {
      await this.#write(this.erasedAt, this.#unfinished);
    } catch (error) {
      this.#isLost = true;
      throw error;
    }
  }

  /** Oldest first. */
  get unfinished(): readonly Unfinished[] {
    return this.#unfinished;
  }

  /** Durable when it resolves. Rejects with the disk's own error; then only the record of before counts. */
  async begin(erasure: Unfinished): Promise<void> {
    const { now, knownTime, monotonic } = this.#options;
    // What another till has made is dated by its clock: one that is years off here would let it pass, or hold it for years.
    const time = knownTime();
    const erasedAt = Math.max(this.erasedAt, time ?? now());
    const begunAt = time === null ? (monotonic?.() ?? null) : null;
    const coming = { ...this.#coming, isAll: false };
    await this.#write(erasedAt, [...this.#unfinished, erasure], begunAt, coming);
  }

  /** What was dated by a clock that was behind gets the date that is known since, and an older record its seal. Otherwise as `begin`. */
  async redate(): Promise<void> {
    if (this.#isLost || this.#isUnsure) return;
    if (this.#isOlder) await this.#write(this.#erasedAt, this.#unfinished);
    if (this.#begunAt === null) return;
    const isShown = this.#options.knownTime() !== null;
    const { erasedAt } = this;
    if (isShown) await this.#write(erasedAt, this.#unfinished, null);
    else if (isAhead(erasedAt, this.#erasedAt)) await this.#write(erasedAt, this.#unfinished);
  }

  /**
   * Somebody was erased in a queue that comes back, as its own record tells: at the latest now, whatever that says. Otherwise
   * as `begin`. `from`: its folder.
   */
  async takeIn(theirs: ErasureRecord, from: string): Promise<void> {
    const { now, knownTime, monotonic } = this.#options;
    const latest = knownTime() ?? now();
    const isAheadOfNow = theirs.erasedAt > latest;
    const begun = [this.#begunAt, theirs.#begunAt, isAheadOfNow ? (monotonic?.() ?? null) : null];
    const known = begun.filter((at) => at !== null);
    const erasedAt = Math.max(this.erasedAt, Math.min(theirs.erasedAt, latest));
    const begunAt = known.length > 0 ? Math.max(...known) : null;
    const folders = [...new Set([...this.#coming.folders, from])];
    const isAll = this.#coming.isAll || this.erasedAt === Number.NEGATIVE_INFINITY;
    await this.#write(erasedAt, this.#unfinished, begunAt, { folders, isAll });
  }

  /** The folders of which something was taken in that the trail does not tell yet. */
  get coming(): readonly string[] {
    return this.#coming.folders;
  }

  /** Whatever is known here of erasings came from this folder, which has kept its name since. */
  isAllFrom(folder: string): boolean {
    return this.#coming.isAll && this.#coming.folders.every((one) => one === folder);
  }

  /** The trail has the line of what came from these. Otherwise as `begin`. */
  async told(folders: readonly string[]): Promise<void> {
    const left = this.#coming.folders.filter((one) => !folders.includes(one));
    const coming = { folders: left, isAll: false };
    await this.#write(this.#erasedAt, this.#unfinished, this.#begunAt, coming);
  }

  /** How far it has come; null: nothing of it is left, and only its time stays. Otherwise as `begin`. */
  async replace(erasure: Unfinished, by: Unfinished | null): Promise<void> {
    const others = this.#unfinished.flatMap((one) => (one === erasure ? (by ?? []) : one));
    await this.#write(this.#erasedAt, others);
  }

  /** What lies there is what is known, sealed with the key of now. Throws what the disk throws. */
  async rewrite(): Promise<void> {
    // No key opens it, and it has to tell the next start.
    if (this.#isLost) return;
    const { disk, folder } = this.#options;
    if (this.#erasedAt !== Number.NEGATIVE_INFINITY)
      return this.#write(this.#erasedAt, this.#unfinished);
    // Nothing was ever erased here: it is none of this till's.
    await disk.remove(join(folder, ERASURE_RECORD));
    await disk.flushFolder(folder);
  }

  #judge(believedOlder: BelievedOlder | null): void {
    const { now, monotonic, lastTold = () => null } = this.#options;
    const judged = judgeErasures(this.#found, { last: lastTold(), believedOlder }, now());
    if (judged === null) return;
    this.#erasedAt = Math.max(this.#erasedAt, judged.erasedAt);
    this.#unfinished = judged.unfinished;
    this.#coming = judged.coming;
    this.#isLost = judged.isLost;
    this.#isUnsure = judged.isUnsure;
    this.#isOlder = judged.isOlder;
    // Its clock may have stood years ago; this start came after it.
    if (judged.isByOwnClock) this.#begunAt ??= monotonic?.() ?? null;
  }

  async #write(
    erasedAt: number,
    unfinished: readonly Unfinished[],
    begunAt = this.#begunAt,
    coming = this.#coming,
  ): Promise<void> {
    const { disk, folder } = this.#options;
    if (this.#isLost || this.#isUnsure)
      throw Object.assign(
        new Error('the record of an erasing is lost, or has yet to be believed'),
        { code: 'EBUSY' },
      );
    const read = await this.#put({ erasedAt, unfinished, isByOwnClock: begunAt !== null, coming });
    try {
      await disk.flushFolder(folder);
    } catch (error) {
      // It has its name, and the next start would go on with it: so the one of before takes its place.
      if (await this.#putBack()) throw error;
    }
    this.#erasedAt = erasedAt;
    this.#unfinished = unfinished;
    this.#begunAt = begunAt;
    this.#coming = coming;
    this.#isOlder = false;
    this.#found = { read, wasPutAside: false };
  }

  async #putBack(): Promise<boolean> {
    const { disk, folder } = this.#options;
    const isFirst = this.#erasedAt === Number.NEGATIVE_INFINITY;
    const back = isFirst
      ? disk.remove(join(folder, ERASURE_RECORD))
      : this.#put({
          erasedAt: this.#erasedAt,
          unfinished: this.#unfinished,
          isByOwnClock: this.#begunAt !== null,
          coming: this.#coming,
        });
    return back.then(
      () => true,
      (error: unknown) => {
        if (errorCode(error) === '') throw error;
        return false;
      },
    );
  }

  /** Gives what the next start would read. Otherwise as `putErasureRecord`. */
  async #put(content: ReadErasures): Promise<ReadErasures> {
    const { disk, folder, vault, lastTold } = this.#options;
    const toldAt = lastTold?.() ?? undefined;
    const coming = content.coming?.folders.length === 0 ? undefined : content.coming;
    const read = { ...content, toldAt, coming };
    await putErasureRecord(disk, folder, recordOf(read, vault));
    return read;
  }
}
