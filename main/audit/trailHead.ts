import { basename, dirname } from 'node:path';
import { z } from 'zod';
import type { Disk, DiskFile } from '../disk/disk.ts';
import { nullIfNoFile } from '../files/diskAnswer.ts';
import { errorCode } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { setFileAside } from '../journal/foreignFiles.ts';
import type { Mac } from './trailLine.ts';

const chainHeadSchema = z.object({
  number: z.int().nonnegative(),
  mark: z.string(),
  /** The oldest file that is to be there. */
  oldest: z.int().positive(),
  /** From this file on the chain is whole; what was broken before was told. */
  base: z.int().positive(),
});

const headSchema = z.object({
  /** Of two copies the one of the later turn counts. */
  turn: z.int().nonnegative(),
  manager: chainHeadSchema,
  cashier: chainHeadSchema,
  /** False where the key had been there before the trail: what it sealed until then nothing tells. Absent in older heads. */
  tellsAll: z.boolean().optional(),
  /** Places that could be neither read nor renamed, and that somebody whose word counts goes on without; the first is 0. */
  givenUp: z.array(z.int().nonnegative()).optional(),
});

export type ChainHead = z.infer<typeof chainHeadSchema>;
export type TrailHead = z.infer<typeof headSchema>;

/** `isLone`: the copy of the turn before is nowhere, as it is once the copy of a later turn was spoilt. */
export type FoundHead = TrailHead & { isLone: boolean };

/** Beside the data folder; and in it, where the first one takes no file. The others are read alone. */
export type HeadPlaces = readonly [beside: string, inside: string, ...others: string[]];

/** Each copy has a sector of its own: a write that the power cuts spoils one of them. */
const COPY_BYTES = 512;
const COPIES = 2;

/** More turns than a till ever has: so far ahead is what goes on without a place of which nobody knows the turn. */
const TURNS_AHEAD = 1_000_000_000;

/** All of a head: what somebody has written behind it nobody reads. */
export const HEAD_BYTES = COPIES * COPY_BYTES;

/** The latest turn that stands there; without the key nobody can tell whether it is true. -1 where none does. */
export function claimedTurn(bytes: Buffer): number {
  let latest = -1;
  // One after the other: somebody may have written more of them than a call takes.
  for (const [, turn] of bytes.toString('latin1').matchAll(/^\S+ \{"turn":(\d{1,15}),/gm))
    latest = Math.max(latest, Number(turn));
  return latest;
}

/** How far the trail has come, in a place apart, so that a trail that was cut or set back is seen. */
export class TrailHeadFile {
  readonly #disk: Disk;
  readonly #places: HeadPlaces;
  readonly #mac: Mac;
  #isInside = false;
  #turn = 0;
  /** The place that has the last two turns; null where none has. */
  #place: string | null = null;
  /** By their numbers. */
  #givenUp: number[] = [];
  /** The data folder has a head by which the place beside it would still count as given up. */
  #isToRevoke = false;

  constructor(disk: Disk, places: HeadPlaces, mac: Mac) {
    this.#disk = disk;
    this.#places = places;
    this.#mac = mac;
  }

  /** True while the place beside the data folder takes no file. */
  get isInside(): boolean {
    return this.#isInside || this.#givenUp.includes(0);
  }

  /**
   * The latest copy of all places, or null. What is written next is of the turn behind it. Rejects with the disk's own error
   * where one of them cannot be read now: it may have the latest, unless it is given up.
   */
  async read(): Promise<FoundHead | null> {
    const found: { head: TrailHead; place: string }[] = [];
    const unread = new Map<number, unknown>();
    for (const [number, place] of this.#places.entries()) {
      try {
        const bytes = await this.#bytesIn(place);
        for (const head of bytes === null ? [] : this.#copiesIn(bytes)) found.push({ head, place });
      } catch (error) {
        if (errorCode(error) === '') throw error;
        unread.set(number, error);
      }
    }
    const last = found.sort((a, b) => a.head.turn - b.head.turn).at(-1);
    const before = found.filter(({ head }) => head.turn + 1 === last?.head.turn);
    const { turn = 0, givenUp = [] } = last?.head ?? {};
    for (const [number, error] of unread)
      if (![...givenUp, ...this.#givenUp].includes(number)) throw error;
    this.#givenUp = [...unread.keys()];
    const isNews = this.#givenUp.some((number) => !givenUp.includes(number));
    this.#turn = turn + (isNews ? TURNS_AHEAD : 0);
    this.#isToRevoke = givenUp.includes(0) && !unread.has(0);
    this.#place = before.some(({ place }) => place === last?.place) ? (last?.place ?? null) : null;
    return last === undefined ? null : { ...last.head, isLone: before.length === 0 };
  }

  /**
   * What cannot be read is kept under another name, or where it takes none its place is given up: it holds up nobody any more.
   * `now`: ms since 1970.
   */
  async setUnreadAside(now: number): Promise<void> {
    for (const [number, place] of this.#places.entries()) {
      try {
        await this.#bytesIn(place);
      } catch (error) {
        if (errorCode(error) === '') throw error;
        const setting = setFileAside(this.#disk, dirname(place), basename(place), now);
        if (!(await isDone(setting.then(() => undefined)))) this.#givenUp.push(number);
      }
    }
  }

  /** Durable when it resolves. Rejects where neither place takes it. */
  async write(head: Omit<TrailHead, 'turn'>): Promise<void> {
    const place = await this.#writeNext(head);
    // A place that has no copy of the turn before has this one twice: whichever copy is spoilt is missed.
    if (place !== this.#place && (await this.#writeNext(head)) === place) this.#place = place;
    if (this.#isToRevoke && !this.#isInside) {
      // Otherwise whoever keeps the place beside the folder from being read once more has that older head count.
      this.#isToRevoke = false;
      await isDone(this.#writeTo(this.#places[1], { turn: this.#turn, ...head }));
    }
  }

  /** A folder or a link says nothing. */
  async #bytesIn(place: string): Promise<Buffer | null> {
    return this.#disk.read(place, HEAD_BYTES).catch(nullIfNoFile);
  }

  /** Writes it as the next turn; gives where. */
  async #writeNext(head: Omit<TrailHead, 'turn'>): Promise<string> {
    const [beside, inside] = this.#places;
    const givenUp = this.#givenUp.length > 0 && { givenUp: this.#givenUp };
    const next: TrailHead = { turn: this.#turn + 1, ...head, ...givenUp };
    // One that is given up in this reading stays so until the next: the head that says so must not lie there.
    if (!this.isInside) {
      try {
        await this.#writeTo(beside, next);
        this.#turn = next.turn;
        return beside;
      } catch {
        // Waiting for a place that refuses would cost every line a second and a half.
        this.#isInside = true;
      }
    }
    await this.#writeTo(inside, next);
    this.#turn = next.turn;
    return inside;
  }

  /** Opened anew each time: a file that somebody has put in its place meanwhile is the one that counts. */
  async #writeTo(place: string, head: TrailHead): Promise<void> {
    const isThere = (await this.#disk.read(place, HEAD_BYTES)) !== null;
    const file = await this.#disk.open(place, isThere ? 'existing' : 'create');
    try {
      await this.#writeCopy(file, head);
      if (!isThere) await this.#disk.flushFolder(dirname(place));
    } finally {
      await file.close();
    }
  }

  #writeCopy(file: DiskFile, head: TrailHead): Promise<void> {
    const json = JSON.stringify(head);
    const text = `${this.#mac(`head\n${json}`)} ${json}`.padEnd(COPY_BYTES - 1).concat('\n');
    return file.writeDurably(Buffer.from(text), (head.turn % COPIES) * COPY_BYTES, false);
  }

  /** One that has another place than its turn gives it was put there by somebody, over a later one. */
  #copiesIn(bytes: Buffer): TrailHead[] {
    return Array.from({ length: COPIES }, (_, copy) =>
      this.#parse(bytes.subarray(copy * COPY_BYTES, (copy + 1) * COPY_BYTES)),
    ).flatMap((head, copy) => (head !== null && head.turn % COPIES === copy ? [head] : []));
  }

  #parse(bytes: Buffer): TrailHead | null {
    const match = /^(\S+) (\{.*\}) *\n$/.exec(bytes.toString('latin1'));
    if (match?.[2] === undefined || match[1] !== this.#mac(`head\n${match[2]}`)) return null;
    return headSchema.safeParse(JSON.parse(match[2])).data ?? null;
  }
}
