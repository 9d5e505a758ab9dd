import { dirname } from 'node:path';
import { z } from 'zod';
import type { Disk, DiskFile } from '../disk/disk.ts';
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
});

export type ChainHead = z.infer<typeof chainHeadSchema>;
export type TrailHead = z.infer<typeof headSchema>;

/** Each copy has a sector of its own: a write that the power cuts spoils one of them. */
const COPY_BYTES = 512;
const COPIES = 2;

/** How far the trail has come, in a place apart, so that a trail that was cut or set back is seen. */
export class TrailHeadFile {
  readonly #disk: Disk;
  /** Beside the data folder; and in it, where the first one takes no file. */
  readonly #places: readonly [beside: string, inside: string];
  readonly #mac: Mac;
  #isInside = false;

  constructor(disk: Disk, places: readonly [beside: string, inside: string], mac: Mac) {
    this.#disk = disk;
    this.#places = places;
    this.#mac = mac;
  }

  /** True while the place beside the data folder takes no file. */
  get isInside(): boolean {
    return this.#isInside;
  }

  /** The latest copy of all places, or null. */
  async read(): Promise<TrailHead | null> {
    let head: TrailHead | null = null;
    for (const place of this.#places) {
      // A folder, a link or a file without a right to read says nothing.
      const bytes = await this.#disk.read(place).catch(() => null);
      if (bytes === null) continue;
      for (let copy = 0; copy < COPIES; copy += 1) {
        const found = this.#parse(bytes.subarray(copy * COPY_BYTES, (copy + 1) * COPY_BYTES));
        if (found !== null && found.turn >= (head?.turn ?? 0)) head = found;
      }
    }
    return head;
  }

  /** Durable when it resolves. Rejects where neither place takes it. */
  async write(head: TrailHead): Promise<void> {
    const [beside, inside] = this.#places;
    if (!this.#isInside) {
      try {
        return await this.#writeTo(beside, head);
      } catch {
        // Waiting for a place that refuses would cost every line a second and a half.
        this.#isInside = true;
      }
    }
    await this.#writeTo(inside, head);
  }

  /** Opened anew each time: a file that somebody has put in its place meanwhile is the one that counts. */
  async #writeTo(place: string, head: TrailHead): Promise<void> {
    const isThere = (await this.#disk.read(place)) !== null;
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

  #parse(bytes: Buffer): TrailHead | null {
    const match = /^(\S+) (\{.*\}) *\n$/.exec(bytes.toString('latin1'));
    if (match?.[2] === undefined || match[1] !== this.#mac(`head\n${match[2]}`)) return null;
    return headSchema.safeParse(JSON.parse(match[2])).data ?? null;
  }
}
