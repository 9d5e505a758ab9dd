import { type Save, slipNumber } from '../../app/outbox/save.ts';
import type { AuditEntry } from '../audit/auditEntry.ts';
import type { AuditTrail } from '../audit/auditTrail.ts';
import { errorCode } from '../files/durableFile.ts';
import type { Log } from '../log.ts';
import type { Outbox } from '../outbox/openOutbox.ts';
import { ERASURE_RECORD } from './erasureFile.ts';
import type { ErasureRecord } from './erasureRecord.ts';
import { personTraces } from './personTraces.ts';
import { FORMAT, toBeErased, type Unfinished } from './unfinished.ts';

export interface PersonErasureOptions {
  outbox: Pick<Outbox, 'erasing' | 'saves'>;
  record: ErasureRecord;
  /** Drops the draft where it is theirs; false where the disk keeps it. */
  dropDraft: (erasure: Pick<Unfinished, 'requestIds' | 'traces'>) => Promise<boolean>;
  /** Drops what the manager has said about these saves; false where the disk keeps it. */
  dropWords: (requestIds: readonly string[]) => Promise<boolean>;
  audit: Pick<AuditTrail, 'owe'>;
  log: Pick<Log, 'info' | 'warn'>;
  /** Called with the slips and files of what is unfinished, whenever that may be another text; null: nothing is. */
  onLeft: (detail: string | null) => void;
  /** Others may go on. */
  onErased: () => void;
}

/** Somebody who is erased. `saves`: everything of them, in their order; `keys`: all of their hashes. */
export interface Theirs {
  saves: readonly Save[];
  keys: readonly string[];
}

/** It is not who was confirmed any more, or they would come back out of a folder that was set aside. */
export type NotTheirs = 'changed' | 'aside';

/** `left`: the files in which something stays for now; it is tried again with each tidying and each start. */
export type PersonErased =
  | { ok: true; left: readonly string[] }
  | { ok: false; why: 'busy' | 'not-begun' | NotTheirs };

const DRAFT = 'draft.json';

/** Not even the disk says what is left. */
const UNKNOWN = 'outbox-*';

/**
 * Erases the local copy of somebody's saves: first it is written down, so that a crash at any moment leaves it to the next
 * start; then the saves go from memory and journal, with the draft and what was said about them; then from every file of the store; at last only the
 * time of it stays. One after the other.
 */
export class PersonErasure {
  readonly #options: PersonErasureOptions;
  #running: Promise<unknown> = Promise.resolve();
  /** What is left of each, as it was last seen. */
  readonly #left = new Map<Unfinished, readonly string[]>();
  /** The trail has their lines, whatever the record says of that by now. */
  readonly #noted = new WeakSet<Unfinished>();

  constructor(options: PersonErasureOptions) {
    this.#options = options;
  }

  /**
   * `find`: called once whoever was erased before is, and in the turn in which these saves leave: nothing comes to somebody
   * between the two, as a correction does that is stored while another erasing is under way.
   */
  erase(find: () => Theirs | NotTheirs, operatorId: string): Promise<PersonErased> {
    return this.#inTurn(async () => {
      const { record, outbox } = this.#options;
      const found = find();
      if (typeof found === 'string') return { ok: false, why: found };
      const { saves, keys } = found;
      const requestIds = saves.map(({ requestId }) => requestId);
      return this.#carryOut(requestIds, async () => {
        const erasure: Unfinished = {
          requestIds,
          slips: saves.map(({ sequence }) => slipNumber(sequence)),
          operatorId,
          isTold: false,
          traces: await personTraces(saves, keys, [...outbox.saves.values()]),
        };
        await record.begin(erasure);
        return erasure;
      });
    });
  }

  /** What a crash, or the disk, has left to be done. Never rejects for what the disk says. */
  goOn(): Promise<void> {
    return this.#inTurn(async () => {
      for (const erasure of this.#options.record.unfinished)
        await this.#carryOut(this.#stillHere(erasure), async () => erasure);
      await this.#options.record.redate().catch(nullIfRefused);
    });
  }

  /** Seals what is unfinished anew, under the present key. Throws what the disk throws. */
  rewrite(): Promise<void> {
    return this.#inTurn(() => this.#options.record.rewrite());
  }

  /** Of whom the disk has not let the kept form go: it may lie there still, whatever is read by now. */
  get formLeft(): readonly Unfinished[] {
    return [...this.#left].flatMap(([erasure, files]) => (files.includes(DRAFT) ? [erasure] : []));
  }

  /** Nobody knows who was being erased: `ErasureRecord.isLost`. */
  get isLost(): boolean {
    return this.#options.record.isLost;
  }

  /** `ErasureRecord.isUnsure`. */
  get isUnsure(): boolean {
    return this.#options.record.isUnsure;
  }

  /** `ErasureRecord.judgeAnew`, and whether it is lost. */
  judgeAnew(): Promise<boolean> {
    return this.#inTurn(async () => {
      this.#options.record.judgeAnew();
      return this.isLost;
    });
  }

  /** `ErasureRecord.beginAnew`; false where the disk refuses. */
  beginAnew(): Promise<boolean> {
    return this.#inTurn(() => this.#options.record.beginAnew().then(() => true, refused));
  }

  /**
   * That somebody was erased in a queue that comes back, and when, is known here from then on; its own record goes with its
   * folder, `from`. False where the disk refuses.
   */
  takeIn(theirs: ErasureRecord, from: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const { record } = this.#options;
      if (theirs.erasedAt <= record.erasedAt) return true;
      return record.takeIn(theirs, from).then(() => true, refused);
    });
  }

  /** `ErasureRecord.isAllFrom`. */
  isAllFrom(folder: string): boolean {
    return this.#options.record.isAllFrom(folder);
  }

  /**
   * The line of what was taken in, once its folder is named so: a folder that has kept its name comes back as if nothing had
   * come of it. Behind the record: a line of which that knows nothing says that it is lost. `tell`: writes it; false where it
   * cannot be written, and the next start does it.
   */
  tellTaken(
    isNamed: (folder: string) => boolean,
    tell: (erasedAt: number) => Promise<boolean>,
  ): Promise<void> {
    return this.#inTurn(async () => {
      const { record } = this.#options;
      const named = record.coming.filter(isNamed);
      if (named.length === 0 || !(await tell(record.erasedAt))) return;
      await record.told(named).catch(nullIfRefused);
    });
  }

  /** The saves leave at once. `begin`: writes down what goes on after a crash, and gives it. */
  async #carryOut(
    requestIds: readonly string[],
    begin: () => Promise<Unfinished>,
  ): Promise<PersonErased> {
    const { outbox, dropDraft, dropWords, onErased } = this.#options;
    let begun: Unfinished | null = null;
    const isBegun = async () => {
      begun = await begin().catch(nullIfRefused);
      return begun !== null;
    };
    const erased = await outbox.erasing.erase(requestIds, isBegun);
    // Written there alone.
    const erasure = begun as Unfinished | null;
    if (erased === 'busy' || erasure === null)
      return { ok: false, why: erased === 'busy' ? erased : 'not-begun' };
    const left = (await dropDraft(erasure)) ? [] : [DRAFT];
    if (!(await dropWords(erasure.requestIds))) left.push('words.json');
    if (erased === 'unfinished') return this.#leave(erasure, [...left, UNKNOWN]);
    onErased();
    const told = await this.#told(erasure);
    left.push(...((await outbox.erasing.scrub(this.#tracesOf(told))) ?? [UNKNOWN]));
    return this.#leave(told, left);
  }

  #stillHere(erasure: Unfinished): string[] {
    const { saves } = this.#options.outbox;
    const isTheirs = toBeErased([erasure]);
    return erasure.requestIds.filter((requestId) => {
      const save = saves.find(requestId);
      return save !== undefined && isTheirs(save);
    });
  }

  /** Of an id that was given again nothing is looked for: it shows nothing of them. */
  #tracesOf({ traces }: Unfinished): Unfinished['traces'] {
    const { saves } = this.#options.outbox;
    const isTheirs = (text: string) => saves.find(text.slice(' '.length)) === undefined;
    return { ...traces, ofSaves: traces.ofSaves.filter(isTheirs) };
  }

  /** The trail has its line: the deed is done, whatever a file still keeps. */
  async #told(erasure: Unfinished): Promise<Unfinished> {
    if (erasure.isTold) return erasure;
    const { audit, record } = this.#options;
    if (!this.#noted.has(erasure)) await audit.owe(erasedEntry(erasure));
    this.#noted.add(erasure);
    const told = { ...erasure, isTold: true };
    if (!(await record.replace(erasure, told).then(() => true, refused))) return erasure;
    const left = this.#left.get(erasure);
    this.#left.delete(erasure);
    // Until it is known what is left now, what was left counts: whose form lies there is heard by nobody meanwhile.
    if (left !== undefined) this.#left.set(told, left);
    return told;
  }

  async #leave(erasure: Unfinished, inFiles: readonly string[]): Promise<PersonErased> {
    const { record, log, onLeft } = this.#options;
    const isOver =
      inFiles.length === 0 && (await record.replace(erasure, null).then(() => true, refused));
    const left = isOver || inFiles.length > 0 ? inFiles : [ERASURE_RECORD];
    if (isOver) {
      this.#left.delete(erasure);
      log.info('person erased', { saves: erasure.slips.length });
    } else {
      this.#left.set(erasure, left);
      log.warn('person not erased from every file yet', { left: left.join(' ') });
    }
    const all = new Set([...this.#left.values()].flat());
    onLeft(this.#left.size === 0 ? null : [...all].join(', '));
    return { ok: true, left };
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#running.then(work);
    this.#running = result.catch(() => undefined);
    return result;
  }
}

/** More than somebody has; a line names no more. */
const MOST_SLIPS = 40;

/** The line of the trail about somebody who is erased. */
export function erasedEntry({ operatorId, slips }: Unfinished): AuditEntry {
  const slip = slips.slice(0, MOST_SLIPS).join(' ') || null;
  const saves = slips.length;
  return { action: 'person.erased', operatorId, slip, saves, erasureFormat: FORMAT };
}

/** What the disk refuses is no bug. */
function refused(error: unknown): false {
  if (errorCode(error) === '') throw error;
  return false;
}

function nullIfRefused(error: unknown): null {
  refused(error);
  return null;
}
