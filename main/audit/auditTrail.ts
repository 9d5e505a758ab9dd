import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import type { Clock } from '../clock/clock.ts';
import type { Disk } from '../disk/disk.ts';
import { realDisk } from '../disk/realDisk.ts';
import { GroupCommit } from '../files/groupCommit.ts';
import { isDone } from '../files/isDone.ts';
import type { AuditEntry } from './auditEntry.ts';
import type { BelievedOlder } from './erasingNews.ts';
import { firstEntries, missingEntry } from './firstEntries.ts';
import { doubtLostLines } from './lostLines.ts';
import { type Made, madeOf, ofKind, withLastApart } from './madeLines.ts';
import { type FoundLine, linesOf, sureLines, type TrailPlace } from './readTrail.ts';
import { Refusal } from './refusal.ts';
import type { Revision } from './revision.ts';
import type { ChainSize } from './trailChain.ts';
import { SIZES } from './trailKinds.ts';
import type { TrailKind } from './trailLine.ts';
import { TrailNews } from './trailNews.ts';
import { TrailStore } from './trailStore.ts';

const MAX_OWED = 1_000;

export interface AuditTrailOptions extends Omit<TrailPlace, 'disk' | 'written'> {
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
  readonly #refusal: Refusal;
  #isClosed = false;
  /** The first line of all was written in this start. */
  #isNew = false;
  #isBroken = false;
  /** What is to tell of settings and erasings was whole once in this run. */
  #wasWhole = false;
  /** It could be read once: before that nobody knows what it tells. */
  #isRead = false;
  #onceRead: (() => void)[] = [];
  #onceWritable: (() => void)[] = [];
  /** The disk does not give something of it now. */
  #isHeld = false;
  /** What it does not give is gone on without. */
  #goesOn = false;

  private constructor(options: AuditTrailOptions) {
    this.#options = { disk: realDisk, sizes: SIZES, isKeyNew: true, ...options };
    this.#news = new TrailNews(options.now);
    const { sizes, isKeyNew, clock, onChanged } = this.#options;
    this.#refusal = new Refusal({ clock, onChanged, tryAgain: () => this.ready() });
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

  /** `SettingsNews.revision`. */
  get settingsRevision(): Revision {
    return this.#news.settings.revision;
  }

  /** `SettingsNews.areUnsure`. */
  get areSettingsUnsure(): boolean {
    return this.#news.settings.areUnsure;
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

  /** Calls once, as soon as a line has been written: to be asked by whose own was refused. */
  onceWritable(act: () => void): void {
    this.#onceWritable.push(act);
  }

  /**
   * Somebody whose word counts goes on without what the disk does not give, if there is anything: a head or a file that cannot be
   * read is set aside, and is missed from then on. What it gives by now is read.
   */
  async goOnUnread(): Promise<void> {
    await this.#commits.idle();
    if (!this.#isHeld || (await this.ready())) return;
    this.#goesOn = true;
    await this.ready().finally(() => {
      this.#goesOn = false;
    });
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
    return this.#news.settings.tellsOfAny;
  }

  /** False where the key may have sealed something of which no line tells, or was ever to tell. */
  get tellsAll(): boolean {
    return this.#store.tellsAll;
  }

  /** What somebody should know of the trail, and from it. */
  get warnings(): StoreWarning[] {
    const warnings = [...this.#news.warnings];
    const { code } = this.#refusal;
    if (code !== null) warnings.push({ code: 'audit.refused', detail: code });
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
    this.#refusal.stop();
    await this.#store.close();
  }

  /** Whether its head lies there: not one of a queue that somebody has put in its place. */
  async #isThere(): Promise<boolean> {
    return (await this.#store.read().catch(() => null))?.head != null;
  }

  #make(entry: AuditEntry): Made {
    return madeOf(entry, this.#options.now());
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
      this.#refusal.begin(error);
      throw error;
    }
    this.#owed = this.#owed.slice(owed.length);
    if (this.#refusal.end() || owed.length > 0) this.#options.onChanged();
    for (const act of this.#onceWritable.splice(0)) act();
  }

  /**
   * Something else tells that there was a trail before this start: where there was none, it is written down and told.
   * To be called before anybody asks for `tries`.
   */
  async expect(): Promise<void> {
    // A start before this one may have begun it, and come to no end.
    if (this.#isBroken || !(this.#isNew || this.#news.settings.hasBegunLate)) return;
    this.#isNew = false;
    this.#isBroken = true;
    await this.owe(missingEntry());
  }

  /** Reads what is there and goes on behind it; what was found broken is written down at once. */
  async #open(): Promise<void> {
    this.#isHeld = true;
    const reading = await this.#store.read(this.#goesOn);
    const { manager, cashier } = reading.chains;
    this.#isHeld = cashier.unread !== null;
    const isWhole = (this.#isHeld ? manager : reading).findings.length === 0;
    this.#news.learn(sureLines(manager), isWhole);
    // Before anything is written: a disk that refuses that makes nothing of it whole.
    this.#isNew ||= reading.isNew && isWhole;
    const isBroken = manager.findings.length > 0;
    const { disk, folder, isKeyNew } = this.#options;
    const known = doubtLostLines(this.#news, reading, { wasWhole: this.#wasWhole, isKeyNew });
    this.#wasWhole ||= !isBroken;
    this.#isBroken ||= isBroken;
    this.#isRead = true;
    for (const act of this.#onceRead.splice(0)) act();
    // No line is written behind those that nobody has seen; and theirs tell nothing that anybody waits for.
    if (cashier.unread !== null) throw cashier.unread;
    await this.#store.open(reading);
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
}
