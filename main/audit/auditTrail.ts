import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import { FREE_TRIES } from '../../app/settings/lockLength.ts';
import type { Clock } from '../clock/clock.ts';
import type { Disk } from '../disk/disk.ts';
import { realDisk } from '../disk/realDisk.ts';
import { errorCode } from '../files/durableFile.ts';
import { GroupCommit } from '../files/groupCommit.ts';
import { isDone } from '../files/isDone.ts';
import type { AuditEntry, AuditLine } from './auditEntry.ts';
import { type BelievedOlder, ERASURE_FORMAT } from './erasingNews.ts';
import { brokenEntry, firstEntries } from './firstEntries.ts';
import { type Made, ofKind, withLastApart } from './madeLines.ts';
import { type FoundLine, lacksLines, linesOf, sureLines, type TrailPlace } from './readTrail.ts';
import type { Revision } from './revision.ts';
import type { ChainSize } from './trailChain.ts';
import { SIZES } from './trailKinds.ts';
import type { TrailKind } from './trailLine.ts';
import { TrailNews } from './trailNews.ts';
import { TrailStore } from './trailStore.ts';

/** While no line can be written, it is tried again after this time (ms), and by every entry. */
const TRY_AGAIN_AFTER_MS = 60_000;

const MAX_OWED = 1_000;

export interface AuditTrailOptions extends Omit<TrailPlace, 'disk'> {
  disk?: Disk;
  clock: Pick<Clock, 'after'>;
  /** Calls back when `warnings` may be others than before. */
  onChanged: () => void;
  sizes?: Record<TrailKind, ChainSize>;
  /** The key was made in this start: a trail that begins now tells of everything that it seals. Default: true. */
  isKeyNew?: boolean;
}

/**
 * Who did what that needed the manager, and who saw what: `docs/audit.md` says what it promises. An entry is durable
 * when its promise has resolved, and one that is gone, changed or moved later is noticed at the next start.
 */
export class AuditTrail {
  readonly #options: Required<AuditTrailOptions>;
  readonly #store: TrailStore;
  readonly #commits = new GroupCommit<Made[], void>((batches) => this.#commit(batches.flat()));
  readonly #news: TrailNews;
  /** What has happened without a line, because none could be written. */
  #owed: Made[] = [];
  /** Why no line can be written now, or null. */
  #refusal: string | null = null;
  #stopTrying: (() => void) | null = null;
  #isClosed = false;
  /** The first line of all was written in this start. */
  #isNew = false;
  #isBroken = false;
  /** What is to tell of settings and erasings was whole once in this run. */
  #wasWhole = false;
  /** It could be read once: before that nobody knows what it tells. */
  #isRead = false;
  #onceRead: (() => void)[] = [];

  private constructor(options: AuditTrailOptions) {
    this.#options = { disk: realDisk, sizes: SIZES, isKeyNew: true, ...options };
    this.#news = new TrailNews(options.now);
    const { sizes, isKeyNew } = this.#options;
    const remembered = () => this.#news.remembered;
    this.#store = new TrailStore(this.#options, sizes, isKeyNew, remembered);
  }

  /** Reads the trail and goes on with it. A disk that refuses hinders nobody: `warnings` tells. */
  static async open(options: AuditTrailOptions): Promise<AuditTrail> {
    const trail = new AuditTrail(options);
    await trail.ready();
    return trail;
  }

  /** How many wrong PINs were given since the last right one; as many as lock where nobody can know. */
  get tries(): number {
    return this.#news.tries;
  }

  /** How often a PIN has been set: `TrailNews.pinRevision`. */
  get pinRevision(): Revision {
    return this.#news.pinRevision;
  }

  /** How often the settings have been changed: `TrailNews.settingsRevision`. */
  get settingsRevision(): Revision {
    return this.#news.settingsRevision;
  }

  /** `TrailNews.areSettingsUnsure`. */
  get areSettingsUnsure(): boolean {
    return this.#news.areSettingsUnsure;
  }

  /** True where this start has found that what is to tell of settings is not whole. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** False while the disk refuses to read it: nobody knows what it would tell. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** Calls back once, as soon as it can be read. To be called where `isRead` is false. */
  onceRead(act: () => void): void {
    this.#onceRead.push(act);
  }

  /**
   * Somebody whose word counts goes on without what the disk does not give: a head that cannot be read is set aside, and is
   * missed from then on. To be called where `isRead` is false.
   */
  async goOnUnread(): Promise<void> {
    await this.#commits.idle();
    if (!this.#isRead && (await isDone(this.#store.setUnreadHeadAside()))) await this.ready();
  }

  /** `TrailNews.trailsAside`. */
  get trailsAside(): ReadonlyMap<string, string> {
    return this.#news.trailsAside;
  }

  /** `ErasingNews.erasedAt`. */
  get erasedAt(): number {
    return this.#news.erasings.erasedAt;
  }

  /** `ErasingNews.believedOlder`; null where `isRead` is false. */
  get believedOlder(): BelievedOlder | null {
    return this.#isRead ? this.#news.erasings.believedOlder : null;
  }

  /** `ErasingNews.last`. */
  get lastErasing(): number | null {
    return this.#news.erasings.last;
  }

  /** True where the till had settings once. */
  get tellsOfSettings(): boolean {
    return this.#news.tellsOfSettings;
  }

  /** False where the key may have sealed something of which no line tells, or was ever to tell. */
  get tellsAll(): boolean {
    return this.#store.tellsAll;
  }

  /** What somebody should know of the trail, and from it. */
  get warnings(): StoreWarning[] {
    const warnings = [...this.#news.warnings];
    if (this.#refusal !== null) warnings.push({ code: 'audit.refused', detail: this.#refusal });
    else if (this.#store.isUnguarded) warnings.push({ code: 'audit.unguarded', detail: '' });
    const owed = this.#owed.length;
    if (owed > 0) warnings.push({ code: 'audit.owed', detail: String(owed) });
    return warnings;
  }

  /** True once the line is on the disk; false where it cannot be written: then what needs it must not happen. */
  async record(entry: AuditEntry): Promise<boolean> {
    return isDone(this.#commits.add([this.#make(entry)]));
  }

  /** Whether a line can be written now. To be asked before what is written down only when it is done. */
  ready(): Promise<boolean> {
    return isDone(this.#commits.add([]));
  }

  /** Something has happened: where no line can be written now, it is as soon as one can, and the window says so. */
  async owe(entry: AuditEntry): Promise<void> {
    const made = this.#make(entry);
    if (await isDone(this.#commits.add([made]))) return;
    this.#owed = [...this.#owed, made].slice(-MAX_OWED);
    this.#options.onChanged();
  }

  /** Every entry that is kept, oldest first, and what is not as it was written. Rejects with the disk's own error. */
  async read(): Promise<{ lines: FoundLine[]; findings: string[] }> {
    await this.#commits.idle();
    const reading = await this.#store.read();
    return { lines: linesOf(reading), findings: reading.findings };
  }

  /** What is owed is tried once more, where the trail that lies there is this one: no other is begun in place of it. */
  async close(): Promise<void> {
    await this.#commits.idle();
    if (this.#owed.length > 0 && (await this.#isThere())) await this.ready();
    this.#isClosed = true;
    this.#stopTrying?.();
    await this.#store.close();
  }

  /** Whether its head lies there: not one of a queue that somebody has put in its place. */
  async #isThere(): Promise<boolean> {
    return (await this.#store.read().catch(() => null))?.head != null;
  }

  #make(entry: AuditEntry): Made {
    const { action, operatorId, slip, ...more } = entry;
    const { reason, app, saves, tries, revision, settingsRevision, erasureFormat } = more;
    const time = new Date(this.#options.now()).toISOString();
    const line: AuditLine = { time, action, operatorId, slip };
    const counted = { tries, revision, settingsRevision, erasureFormat };
    const json = JSON.stringify({ ...line, reason, app, saves, ...counted });
    return { line: { ...line, ...entry }, json };
  }

  async #commit(made: Made[]): Promise<void> {
    if (this.#isClosed) throw Object.assign(new Error('the trail is closed'), { code: 'EBADF' });
    const owed = this.#owed;
    const all = [...owed, ...made];
    try {
      // Who asks whether a line can be written does what is to have one: a file that is gone by then is missed before.
      if (all.length === 0 && !(await this.#store.isThere())) await this.#store.close();
      if (!this.#store.isOpen) await this.#open();
      if (all.length > 0) await this.#write(all);
    } catch (error) {
      await this.#store.close();
      this.#refused(error);
      throw error;
    }
    this.#owed = this.#owed.slice(owed.length);
    const wasRefused = this.#refusal !== null;
    this.#refusal = null;
    this.#stopTrying?.();
    this.#stopTrying = null;
    if (wasRefused || owed.length > 0) this.#options.onChanged();
  }

  /**
   * Something else tells that there was a trail before this start: where there was none, it is written down and told.
   * To be called before anybody asks for `tries`.
   */
  async expect(): Promise<void> {
    if (!this.#isNew) return;
    this.#isNew = false;
    this.#isBroken = true;
    const known = { tries: FREE_TRIES, erasureFormat: ERASURE_FORMAT };
    await this.owe(brokenEntry(['all of it is missing'], known));
  }

  /** Reads what is there and goes on behind it; what was found broken is written down at once. */
  async #open(): Promise<void> {
    const reading = await this.#store.read();
    const isWhole = reading.findings.length === 0;
    this.#news.learn(sureLines(reading.chains.manager), isWhole);
    // Before anything is written: a disk that refuses that makes nothing of it whole.
    this.#isNew ||= reading.isNew && isWhole;
    const isBroken = reading.chains.manager.findings.length > 0;
    // What it knew while it was whole holds on. A head alone that the disk has lost takes nobody back.
    if (lacksLines(reading.chains.manager) && !this.#wasWhole) this.#news.erasings.doubt();
    this.#wasWhole ||= !isBroken;
    this.#isBroken ||= isBroken;
    this.#isRead = true;
    for (const act of this.#onceRead.splice(0)) act();
    await this.#store.open(reading);
    const { disk, folder } = this.#options;
    const settingsRevision = this.settingsRevision.highest;
    const known = {
      tries: this.tries,
      ...(settingsRevision > 0 && { settingsRevision }),
      ...(this.#news.erasings.areUnsure && { erasureFormat: ERASURE_FORMAT }),
    };
    const first = await firstEntries(reading, { disk, folder, known });
    if (first.length > 0) await this.#write(first.map((entry) => this.#make(entry)));
  }

  async #write(made: Made[]): Promise<void> {
    for (const part of withLastApart(made)) {
      const of = (kind: TrailKind) => ofKind(part, kind).map(({ json }) => json);
      await this.#store.write({ manager: of('manager'), cashier: of('cashier') });
      // Every line: each may be the one that matters. And before the next file begins, which has to remember them.
      const isNews = part.map(({ line }) => this.#news.take(line)).includes(true);
      if (isNews) this.#options.onChanged();
    }
  }

  #refused(error: unknown): void {
    const code = errorCode(error);
    if (code === '') return;
    const isNews = this.#refusal !== code;
    this.#refusal = code;
    this.#stopTrying ??= this.#options.clock.after(TRY_AGAIN_AFTER_MS, () => {
      this.#stopTrying = null;
      void this.ready().catch(() => undefined);
    });
    if (isNews) this.#options.onChanged();
  }
}
