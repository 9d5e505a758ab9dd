import { join } from 'node:path';
import { setFileAside } from '../journal/foreignFiles.ts';
import { JournalFile } from '../journal/journalFile.ts';
import { encodeLine } from '../journal/journalLine.ts';
import type { ChainPlace, ChainReading } from './readChain.ts';
import type { Remembered } from './remembered.ts';
import { trailFileName } from './trailFiles.ts';
import type { ChainHead } from './trailHead.ts';
import { type Link, nextLine, writeHeader, writeLine } from './trailLine.ts';

/** A file longer than this (bytes) is followed by the next one, and only so many are kept. */
export interface ChainSize {
  bytes: number;
  files: number;
}

/** `remembered`: what all lines so far tell that must outlive their files. */
export type WritingPlace = ChainPlace & { remembered: () => Remembered | undefined };

/** Filled with zeros ahead (bytes), so that also a full disk has space for some hundred lines. */
const FILL_AHEAD = 64 * 1024;

/** One kind's lines being written: in the journal's own lines, each flushed, each hanging on the one before. */
export class TrailChain {
  readonly #place: WritingPlace;
  readonly #size: ChainSize;
  #journal: JournalFile | null = null;
  #last: Link;
  #file: number;
  #base: number;
  /** All that are there, oldest first; the present one too. */
  #files: number[];
  /** The chain in front of the next file was found broken. */
  #isBroken: boolean;

  private constructor(
    place: WritingPlace,
    size: ChainSize,
    reading: ChainReading,
    head: ChainHead | null,
  ) {
    this.#place = place;
    this.#size = size;
    this.#files = [...reading.files];
    this.#isBroken = reading.findings.some((finding) => !reading.strange.includes(finding));
    // A number that was ever given is not given again, whatever is left of the lines.
    const number = Math.max(reading.last.number, head?.number ?? 0);
    this.#last = { ...reading.last, number };
    this.#file = reading.files.at(-1) ?? 0;
    this.#base = head?.base ?? 1;
  }

  /**
   * Opens a chain behind its last line; one that was found broken goes on in a new file. What was put beside it alone is put aside,
   * and it goes on in its own: no such file pushes out one of the till's.
   */
  static async open(
    place: WritingPlace,
    size: ChainSize,
    reading: ChainReading,
    head: ChainHead | null,
  ): Promise<TrailChain> {
    const chain = new TrailChain(place, size, reading, head);
    const { tail } = reading;
    const { disk, folder, kind, now } = place;
    for (const file of reading.unborn) await disk.remove(join(folder, trailFileName(kind, file)));
    for (const file of [...reading.foreign, ...reading.lost]) {
      const name = trailFileName(kind, file);
      // Where it cannot be renamed it stays, and the next file has another name.
      await setFileAside(disk, folder, name, now()).catch(() => {
        chain.#isBroken = true;
      });
    }
    if (tail === null || chain.#isBroken) await chain.#beginFile();
    else {
      const path = join(folder, trailFileName(kind, tail.file));
      const { end, size: length } = tail;
      chain.#journal = await JournalFile.resume(disk, path, FILL_AHEAD, end, length);
    }
    return chain;
  }

  /** What the head has to say of it now. */
  get head(): ChainHead {
    return { ...this.#last, oldest: this.#oldest, base: this.#base };
  }

  /** Rejects when it is not certain that the lines are on the disk; then the chain has to be opened anew. */
  async append(entries: readonly string[]): Promise<void> {
    if (entries.length === 0) return;
    await this.#keepName();
    let last = this.#last;
    let text = '';
    for (const json of entries) {
      const line = nextLine(this.#place.kind, this.#place.mac, last, json);
      text += encodeLine(writeLine(line));
      last = line;
    }
    const bytes = Buffer.from(text);
    const isFull = (this.#journal?.length ?? 0) + bytes.length > this.#size.bytes;
    if (isFull) await this.#beginFile();
    await this.#journal?.append(bytes, false);
    this.#last = { number: last.number, mark: last.mark };
  }

  /** Removes what the head no longer asks for; what cannot go is tried again with the next file. */
  async removeOld(): Promise<void> {
    const { disk, folder, kind } = this.#place;
    for (const file of this.#files.filter((one) => one < this.#oldest)) {
      const isGone = await disk.remove(join(folder, trailFileName(kind, file))).then(
        () => true,
        () => false,
      );
      if (isGone) this.#files = this.#files.filter((one) => one !== file);
    }
  }

  async close(): Promise<void> {
    await this.#journal?.close().catch(() => undefined);
    this.#journal = null;
  }

  get #oldest(): number {
    return this.#files.slice(-this.#size.files)[0] ?? 1;
  }

  /** Whether the file still has its name. Rejects with the disk's own error. */
  async isThere(): Promise<boolean> {
    return (await this.#journal?.hasName()) === true;
  }

  /** A file that somebody has removed or replaced while it was open takes lines that nobody would find. */
  async #keepName(): Promise<void> {
    if (await this.isThere()) return;
    throw Object.assign(new Error('the file has been removed'), { code: 'ENOENT' });
  }

  async #beginFile(): Promise<void> {
    const { disk, folder, kind, mac } = this.#place;
    await this.close();
    // In other letters it is the same name to Windows and macOS.
    const names = new Set((await disk.list(folder)).map((name) => name.toUpperCase()));
    let file = this.#file + 1;
    while (names.has(trailFileName(kind, file).toUpperCase())) file += 1;
    const isAfterBreak = this.#isBroken;
    const remembered = this.#place.remembered();
    const after = this.#last;
    const header = writeHeader({ kind, file, after, isAfterBreak, remembered }, mac);
    this.#journal = await JournalFile.create(
      disk,
      folder,
      join(folder, trailFileName(kind, file)),
      {
        head: Buffer.from(encodeLine(header)),
        ahead: FILL_AHEAD,
        isWhole: false,
      },
    );
    this.#file = file;
    this.#files.push(file);
    if (isAfterBreak) this.#base = file;
    this.#isBroken = false;
  }
}
