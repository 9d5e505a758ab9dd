import { createHash } from 'node:crypto';
import { copyFile, link, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Adapter } from 'lowdb';
import { z } from 'zod';
import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import { errorCode, flushFolder, renamePatiently, writeFlushed } from '../files/durableFile.ts';
import { setAside } from '../files/setAside.ts';
import { saveSchema } from './saveSchema.ts';

export interface OutboxData {
  saves: Map<string, Save>;
  lastSequence: number;
}

const FORMAT = 1;

const fileSchema = z.strictObject({
  format: z.literal(FORMAT),
  checksum: z.string(),
  lastSequence: z.int().nonnegative(),
  saves: z.array(saveSchema),
});

/**
 * lowdb adapter that rewrites one file, durably: the new content is flushed beside the old one, the
 * old one becomes the previous copy, the new one takes its name, and the folder is flushed. An
 * unreadable file is set aside with its time and the previous copy is used; it is never read as an
 * empty one.
 */
export class RewritingAdapter implements Adapter<OutboxData> {
  readonly notices: StoreNotice[] = [];
  readonly #path: string;
  readonly #next: string;
  readonly #previous: string;
  readonly #now: () => number;

  /** `folder` must exist. `now` (ms since 1970) only names files that are set aside. */
  constructor(folder: string, now: () => number) {
    this.#path = join(folder, 'outbox.json');
    this.#next = join(folder, 'outbox.next.json');
    this.#previous = join(folder, 'outbox.previous.json');
    this.#now = now;
  }

  async read(): Promise<OutboxData | null> {
    const current = await this.#readOne(this.#path);
    if (current !== null) return current;
    const previous = await this.#readOne(this.#previous);
    if (previous === null) return null;
    this.notices.push({ code: 'store.restored-previous', detail: 'outbox.previous.json' });
    return previous;
  }

  async write(data: OutboxData): Promise<void> {
    await writeFlushed(this.#next, serialise(data));
    await rm(this.#previous, { force: true });
    await keepPrevious(this.#path, this.#previous);
    await renamePatiently(this.#next, this.#path);
    await flushFolder(dirname(this.#path));
  }

  /** The content of one file; null where there is none. What cannot be read is set aside, aloud. */
  async #readOne(path: string): Promise<OutboxData | null> {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
    const data = parse(text);
    if (data === null) {
      this.notices.push({ code: 'store.set-aside', detail: await setAside(path, this.#now()) });
    }
    return data;
  }
}

async function keepPrevious(path: string, previous: string): Promise<void> {
  try {
    await link(path, previous);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    // A file system without hard links (exFAT).
    await copyFile(path, previous);
  }
}

function serialise(data: OutboxData): string {
  const saves = [...data.saves.values()];
  const { lastSequence } = data;
  return JSON.stringify({
    format: FORMAT,
    checksum: checksum(lastSequence, saves),
    lastSequence,
    saves,
  });
}

function parse(text: string): OutboxData | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const file = fileSchema.safeParse(json);
  if (!file.success) return null;
  const { lastSequence, saves } = file.data;
  if (file.data.checksum !== checksum(lastSequence, saves)) return null;
  return { lastSequence, saves: new Map(saves.map((save) => [save.requestId, save])) };
}

function checksum(lastSequence: number, saves: readonly Save[]): string {
  return createHash('sha256')
    .update(JSON.stringify([lastSequence, saves]))
    .digest('hex');
}
