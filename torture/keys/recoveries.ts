import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readBody } from '../../app/outbox/readBody.ts';
import { requestId } from '../../bench/enqueue/contender.ts';
import type { Failure } from '../../dev/recover/failure.ts';
import { type Recovered, recover } from '../../dev/recover/recover.ts';
import type { Clock } from '../../main/clock/clock.ts';
import { checked } from '../../main/move/importFrom.ts';
import { openQueue } from '../../main/outbox/movedFile.ts';
import { type MovedQueue, readQueue } from '../../main/outbox/movedQueue.ts';
import { takeOverQueue } from '../../main/outbox/takeOverQueue.ts';
import { openTill, type Till } from '../../main/till.ts';
import type { Owed } from './owed.ts';
import { SystemKeyStore } from './systemKeyStore.ts';
import { CHAIN, QUIET, sendAll } from './tillParts.ts';

const PASSPHRASE = 'correct horse battery';

export interface RecoveryWishes {
  /** Support says that the folder is the last state. */
  isLastState: boolean;
  /** The folder is a copy: no record is left. */
  isCopy: boolean;
}

/** A data folder, and what is known of it. */
export interface KnownFolder {
  folder: string;
  /** The numbers that its till had acknowledged and not sent. */
  owes: readonly number[];
  /** Its `key.json` is not as the till has written it. */
  isDamaged: boolean;
  /** So was one that was set aside in it. */
  isRuined: boolean;
}

/** Whoever has the chain's private key: every export that was made by it, and the other till that takes them over. */
export class Recoveries {
  readonly #place: string;
  readonly #clock: Clock;
  readonly #owed: Owed;
  readonly #exports: MovedQueue[] = [];
  #other: Till | null = null;
  #files = 0;

  constructor(place: string, clock: Clock, owed: Owed) {
    this.#place = place;
    this.#clock = clock;
    this.#owed = owed;
  }

  /** Where the export of the next recovery gets its name. */
  get nextFile(): string {
    return join(this.#place, `export-${this.#files}`);
  }

  /** `npm run recover`, as support runs it: whatever the folder owes goes, once, or is told. */
  async run(known: KnownFolder, wishes: RecoveryWishes): Promise<void> {
    const file = this.nextFile;
    const result = await this.attempt(known.folder, wishes);
    if (!result.ok) {
      // A till whose key store fails has made no key yet, and one that a crash has stopped still has the ruined one.
      const names = await readdir(known.folder);
      const hasOwnKey = names.includes('key.json') && !names.some((one) => one.endsWith('.moving'));
      if (known.isDamaged || known.owes.length === 0 || (known.isRuined && !hasOwnKey)) return;
      throw new Error(`a folder with a sound key is not recovered: ${result.code}`);
    }
    const numbers = result.file === null ? [] : await this.keep(file);
    if (new Set(numbers).size !== numbers.length) throw new Error(`twice in it: ${numbers}`);
    const extra = numbers.filter((number) => !known.owes.includes(number));
    if (extra.length > 0) throw new Error(`${extra} were sent, and are exported`);
    const missing = known.owes.filter((number) => !numbers.includes(number));
    const isExcused = known.isDamaged || known.isRuined;
    if (missing.length > (isExcused ? result.staying : 0))
      throw new Error(`${missing} are not exported, and ${result.staying} are told`);
  }

  /** The tool on a folder; the export, if there is one, is `nextFile` of before. */
  async attempt(folder: string, wishes: RecoveryWishes): Promise<Recovered | Failure> {
    const [privateKey, passphraseFile] = [
      join(this.#place, 'key.pem'),
      join(this.#place, 'passphrase'),
    ];
    await writeFile(privateKey, CHAIN.privateKey);
    await writeFile(passphraseFile, PASSPHRASE);
    const out = this.nextFile;
    this.#files += 1;
    return recover(
      { data: folder, privateKey, passphraseFile, out, ...wishes },
      { now: this.#clock.now, ask: null, say: () => undefined },
    );
  }

  /** The numbers in an export, in its order; from now on somebody has it. */
  async keep(file: string): Promise<number[]> {
    const opened = await openQueue(await readFile(file, 'utf8'), PASSPHRASE);
    if (typeof opened === 'string') throw new Error(`an export that does not open: ${opened}`);
    const queue = await readQueue(opened.content);
    if (queue === null) throw new Error('an export that is no queue');
    this.#exports.push(queue);
    return queue.saves.map(({ body }) => numberOf(body));
  }

  /** The numbers that some export has. */
  get exported(): Set<number> {
    const bodies = this.#exports.flatMap(({ saves }) => saves.map(({ body }) => body));
    return new Set(bodies.map((body) => numberOf(body)));
  }

  /** Another till takes over an export: the latest one, or one of before. */
  async takeOver(back = 0): Promise<void> {
    const queue = this.#exports.at(-1 - (back % Math.max(1, this.#exports.length)));
    if (queue === undefined) return;
    const { outbox } = await this.#otherTill();
    const read = await checked(queue, outbox);
    if (!read.ok) throw new Error(`no till takes it: ${read.code} ${JSON.stringify(read.detail)}`);
    const taken = await takeOverQueue(outbox, read.queue);
    if (!taken.ok) throw new Error('not stored');
    const missing = queue.saves.filter(({ body }) => !this.has(numberOf(body)));
    if (missing.length > 0) throw new Error('taken over, and not there');
  }

  async takeOverAll(): Promise<void> {
    for (const back of this.#exports.keys()) await this.takeOver(back);
  }

  /** Whether the other till knows of a save. */
  has(number: number): boolean {
    return this.#other?.outbox.saves.find(requestId(number)) !== undefined;
  }

  /** The other till sends what it may send by itself. */
  async send(): Promise<void> {
    if (this.#other !== null) await sendAll(this.#other, this.#owed, false);
  }

  /** The other till forgets what was accepted long enough ago. */
  async forget(): Promise<void> {
    await this.#other?.outbox.housekeep(null);
  }

  async end(): Promise<void> {
    await this.#other?.stop(0);
  }

  async #otherTill(): Promise<Till> {
    const folder = join(this.#place, 'other');
    await mkdir(folder, { recursive: true });
    this.#other ??= await openTill({
      ...QUIET,
      folder,
      keyWrapper: new SystemKeyStore().wrapper,
      clock: this.#clock,
    });
    return this.#other;
  }
}

function numberOf(body: string): number {
  return Number.parseInt(readBody(body).requestId, 16);
}
