import type { Disk } from '../disk/disk.ts';
import { errorCode } from '../files/durableFile.ts';
import { encodeLine, scanLines } from '../journal/journalLine.ts';
import { keptSize } from '../journal/keptSize.ts';
import type { Remembered } from './remembered.ts';
import { readTrailFile, type TrailFile, trailFileName, trailFiles } from './trailFiles.ts';
import type { ChainHead } from './trailHead.ts';
import {
  beginning,
  type Link,
  type Mac,
  nextLine,
  readHeader,
  readLine,
  type TrailKind,
  type TrailLine,
} from './trailLine.ts';

/** More places than anybody looks at: each that comes is held against all that were found. */
const MOST_FINDINGS = 100;

/**
 * So many files are read, the oldest first: several times what a till keeps. Those behind them somebody has put there, each as
 * long as he likes, and they are no files of the chain.
 */
const MOST_FILES = 32;

/** The last file of a chain, to go on behind its last line (bytes). */
export interface ChainTail {
  file: number;
  end: number;
  size: number;
}

/** `isSure`: it hangs on the line before it, so that nobody without the key has written it. */
export type ReadLine = TrailLine & { isSure: boolean };

export interface ChainReading {
  /** Every line that could be read, oldest first. */
  lines: ReadLine[];
  /** The same, with what each file remembers of what was before it. */
  told: (ReadLine | Remembered)[];
  /** What is not as it was written, in a few words each; empty where all is. */
  findings: string[];
  /** Those of them that are about files which are none of the chain: nothing of it is missing for that. */
  strange: string[];
  /** Where the chain stands. */
  last: Link;
  /** Null where a new file has to begin. */
  tail: ChainTail | null;
  /** The numbers of its files, also of those that are superfluous. */
  files: number[];
  /** What was being made when the power went. */
  unborn: number[];
  /** What has the name of a file of this chain, and is none. */
  foreign: number[];
  /** What the disk does not give, and is found. */
  lost: number[];
  /** Why it does not give one of them that nobody goes on without: another time it may. Null where it gives all. */
  unread: unknown;
}

export interface ChainPlace {
  disk: Disk;
  folder: string;
  kind: TrailKind;
  mac: Mac;
  /** Names what is put aside; ms since 1970. */
  now: () => number;
}

/**
 * Reads one chain and compares it with its head. Changes nothing. `isGivenUp`: whether what this is said of is gone on without,
 * as what is gone is. Rejects with the disk's own error where it does not even give the names.
 */
export async function readChain(
  place: ChainPlace,
  head: ChainHead | null,
  isGivenUp: (error: unknown) => boolean,
): Promise<ChainReading> {
  const { disk, folder, kind } = place;
  const files = trailFiles(await disk.list(folder), kind);
  const reader = new ChainReader(place, head);
  const present = files.filter((one) => one >= (head?.oldest ?? 1));
  for (const [at, file] of present.entries()) {
    const name = trailFileName(kind, file);
    try {
      reader.take(file, at < MOST_FILES ? await readTrailFile(disk, folder, name) : null);
    } catch (error) {
      if (errorCode(error) === '') throw error;
      reader.miss(file, isGivenUp(error) ? null : error);
    }
  }
  reader.takeEmpty(files);
  const reading = reader.conclude();
  const none = new Set([...reading.unborn, ...reading.foreign, ...reading.lost]);
  return { ...reading, files: files.filter((file) => !none.has(file)) };
}

class ChainReader {
  readonly #place: ChainPlace;
  readonly #head: ChainHead | null;
  readonly #lines: ReadLine[] = [];
  readonly #told: (ReadLine | Remembered)[] = [];
  readonly #findings: string[] = [];
  readonly #strange: string[] = [];
  /** What has no line, and may have been one that was being begun when the power went. */
  readonly #empty: number[] = [];
  readonly #unborn: number[] = [];
  readonly #foreign: number[] = [];
  readonly #lost: number[] = [];
  #unread: unknown = null;
  /** The same of what was told before: it counts where no later file remembers what that has told. */
  #unreadBefore: unknown = null;
  #last: Link | null = null;
  #tail: ChainTail | null = null;
  /** True once the line that the head names has been passed, with its MAC. */
  #hasMetHead = false;

  constructor(place: ChainPlace, head: ChainHead | null) {
    this.#place = place;
    this.#head = head;
  }

  take(file: number, found: TrailFile | null): void {
    if (found === null) {
      this.#takeStrange(file, 'is no file');
      return;
    }
    const { bytes, isTooLong } = found;
    const written: WrittenLine[] = [];
    const { end, damage } = scanLines(bytes, (from, to) => written.push(lineAt(bytes, from, to)));
    // Nobody was told that one stands there whose end had not come to the disk.
    const unended = written.at(-1)?.to === end ? written.pop() : undefined;
    const payloads = written.map(({ payload }) => payload);
    const header = readHeader(payloads[0] ?? '', this.#place.mac);
    // What was being written when the power went: nobody was told that it stands there.
    const isTorn = damage.length === 1 && damage[0]?.to === end;
    const goodEnd = unended?.from ?? (isTorn ? (damage[0]?.from ?? end) : end);
    if (header === null || header.kind !== this.#place.kind || header.file !== file) {
      const isEmpty = payloads.length === 0 && !isTooLong && (end === 0 || isTorn);
      if (isEmpty) this.#empty.push(file);
      else this.#takeStrange(file, 'is not of this till');
      return;
    }
    if (written.some(({ isAsWritten }) => !isAsWritten)) this.#find(file, 'has odd bytes');
    if (damage.length > (isTorn ? 1 : 0)) this.#find(file, 'is damaged');
    // Nothing is written behind an end that nobody has seen: what is found goes on in a new file.
    if (isTooLong) this.#find(file, 'is too long');
    this.#begin(file, header.after, header.isAfterBreak);
    if (header.remembered !== undefined) {
      this.#told.push(header.remembered);
      this.#unreadBefore = null;
    }
    for (const payload of payloads.slice(1)) this.#takeLine(file, readLine(payload));
    this.#tail = { file, end: goodEnd, size: keptSize(bytes.length, goodEnd, end) };
  }

  /** `error`: why the disk does not give it, or null where it is gone on without. */
  miss(file: number, error: unknown): void {
    this.#tail = null;
    if (!this.#isToldBefore(file)) {
      this.#lost.push(file);
      this.#find(file, 'cannot be read');
      this.#unread ??= error;
    } else if (this.#place.kind === 'manager') this.#unreadBefore ??= error;
  }

  /** `files`: all that have the name of one. The till begins only the one right behind its last: any other somebody has put there. */
  takeEmpty(files: readonly number[]): void {
    const full = files.filter((file) => !this.#empty.includes(file));
    const isNone = (file: number) => this.#foreign.includes(file) || this.#lost.includes(file);
    let next = 1 + (full.filter((file) => !isNone(file)).at(-1) ?? 0);
    while (full.includes(next)) next += 1;
    for (const file of this.#empty) {
      if (file === next) this.#unborn.push(file);
      else this.#takeStrange(file, 'has no line');
    }
  }

  conclude(): Omit<ChainReading, 'files'> {
    const { kind, mac } = this.#place;
    const head = this.#head;
    const last = this.#last ?? beginning(kind, mac);
    if (head !== null) {
      this.#meet(last);
      if (last.number < head.number) this.#find(null, `ends ${head.number - last.number} too soon`);
      else if (!this.#hasMetHead) this.#find(null, 'is another one');
    }
    return {
      lines: this.#lines,
      told: this.#told,
      findings: [...this.#findings, ...this.#strange],
      strange: this.#strange,
      unborn: this.#unborn,
      foreign: this.#foreign,
      lost: this.#lost,
      unread: this.#unread ?? this.#unreadBefore,
      last,
      tail: this.#tail,
    };
  }

  #begin(file: number, after: Link, isAfterBreak: boolean): void {
    const before = this.#last;
    // Nothing can be missing in front of the first line of all.
    const isBeginning = after.number === 0;
    const isFirst = before === null && (isBeginning || file <= (this.#head?.oldest ?? file));
    const follows = before?.number === after.number && before.mark === after.mark;
    if (!isFirst && !isAfterBreak && !follows) this.#find(file, 'does not follow');
    this.#last = after;
    this.#meet(after);
  }

  #takeLine(file: number, line: TrailLine | null): void {
    if (line === null || this.#last === null) {
      this.#find(file, 'has an odd line');
      return;
    }
    const { kind, mac } = this.#place;
    const expected = nextLine(kind, mac, this.#last, line.json);
    if (line.number !== expected.number) this.#find(file, `lacks lines before ${line.number}`);
    // Behind a gap the MAC of the line before is not known; the next one hangs on this one again.
    else if (line.mark !== expected.mark) this.#find(file, `has another line ${line.number}`);
    this.#last = line;
    const read = { ...line, isSure: line.mark === expected.mark };
    this.#lines.push(read);
    this.#told.push(read);
    this.#meet(line);
  }

  #meet({ number, mark }: Link): void {
    if (number === this.#head?.number && mark === this.#head.mark) this.#hasMetHead = true;
  }

  #takeStrange(file: number, what: string): void {
    this.#foreign.push(file);
    this.#find(file, what, this.#strange);
  }

  /** What lies before the head's base was told when the base was set. */
  #isToldBefore(file: number): boolean {
    return file < (this.#head?.base ?? 1);
  }

  #find(file: number | null, what: string, findings = this.#findings): void {
    if (file !== null && this.#isToldBefore(file)) return;
    if (findings.length === MOST_FINDINGS) return;
    const name = file === null ? this.#place.kind : trailFileName(this.#place.kind, file);
    const finding = `${name} ${what}`;
    if (!findings.includes(finding)) findings.push(finding);
  }
}

interface WrittenLine {
  payload: string;
  /** Where its frame begins, and where its payload ends (bytes). */
  from: number;
  to: number;
  /** What stands around the payload is what the till writes around it: its checksum says nothing of that. */
  isAsWritten: boolean;
}

function lineAt(bytes: Buffer, start: number, to: number): WrittenLine {
  const payload = bytes.toString('utf8', start, to);
  const frame = Buffer.from(encodeLine(payload), 'utf8');
  const from = to + 1 - frame.length;
  return { payload, from, to, isAsWritten: frame.equals(bytes.subarray(from, to + 1)) };
}
