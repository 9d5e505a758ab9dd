import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import yazl from 'yazl';
import type { AuditRow } from '../../app/audit/auditList.ts';
import { readEndIfThere } from '../files/durableFile.ts';
import type { Gathered } from './gatherDiagnostics.ts';

/** The till's log and those before it: `main/log.ts`. */
const LOG = /^tillside(?:\.[1-4])?\.log$/;

/** Several times what a till writes into one of them (bytes): of a longer one somebody else has made only the end is packed. */
const MOST_LOG_BYTES = 16 * 1024 * 1024;

/** As much is packed at once (bytes): the window never waits for more of it. */
const SLICE = 64 * 1024;

export interface ArchiveParts {
  gathered: Gathered;
  /** The audit trail, the latest first. */
  trail: readonly AuditRow[];
  /** The data folder. */
  folder: string;
  /** Ms since 1970. */
  now: number;
  /** Writes a text without the user's own folder. */
  clean: (text: string) => string;
}

/** What support is given: the diagnostics as they were shown, the health, the audit trail, and the logs. Throws what the disk throws. */
export async function makeArchive(parts: ArchiveParts): Promise<Uint8Array[]> {
  const { gathered, trail, folder, now, clean } = parts;
  const zip = new yazl.ZipFile();
  const mtime = new Date(now);
  const add = (name: string, content: AsyncIterable<Buffer>) =>
    zip.addReadStream(Readable.from(content), name, { mtime, mode: 0o100_600 });
  const addText = (name: string, text: string) => add(name, slices(Buffer.from(text)));
  addText('diagnostics.json', `${JSON.stringify(gathered.groups, null, 2)}\n`);
  addText('health.json', `${JSON.stringify(gathered.health, null, 2)}\n`);
  addText('audit.jsonl', trail.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const logs = new Logs(join(folder, 'logs'), clean);
  for (const name of await logs.names()) add(`logs/${name}`, logs.slicesOf(name));
  zip.end();
  const packed: Uint8Array[] = [];
  for await (const part of zip.outputStream) packed.push(part as Uint8Array);
  logs.throwIfRefused();
  return packed;
}

/** Each is read when its turn comes to be packed: together they would take several times the memory. */
class Logs {
  readonly #folder: string;
  readonly #clean: ArchiveParts['clean'];
  #refusal: unknown = null;

  constructor(folder: string, clean: ArchiveParts['clean']) {
    this.#folder = folder;
    this.#clean = clean;
  }

  /** What only has such a name, as a folder or a link, is left out. */
  async names(): Promise<string[]> {
    const names: string[] = [];
    for (const name of (await readdir(this.#folder).catch(() => [])).filter((one) => LOG.test(one)))
      if (await this.#isFile(name)) names.push(name);
    return names.sort();
  }

  /** One that has made way for the next meanwhile is none. */
  async #isFile(name: string): Promise<boolean> {
    return (await lstat(join(this.#folder, name)).catch(() => null))?.isFile() ?? false;
  }

  async *slicesOf(name: string): AsyncIterable<Buffer> {
    try {
      const end = await readEndIfThere(join(this.#folder, name), MOST_LOG_BYTES);
      if (end !== null) yield* slices(behindCut(end), this.#clean);
    } catch (error) {
      // Thrown here it would end the program: whoever packs has nobody to tell.
      this.#refusal ??= error;
    }
  }

  /** What the disk has said meanwhile. */
  throwIfRefused(): void {
    if (this.#refusal !== null) throw this.#refusal;
  }
}

/** Of one that may have been cut, whatever stands behind its first line: of a path only a part may be in that. */
function behindCut(end: Buffer): Buffer {
  if (end.length < MOST_LOG_BYTES) return end;
  // One that has no lines is no log.
  const line = end.subarray(0, SLICE).indexOf(0x0a);
  return end.subarray(line + 1);
}

/** Cut behind a line where there is one, so that a path is in one of them as a whole. */
async function* slices(bytes: Buffer, clean?: ArchiveParts['clean']): AsyncIterable<Buffer> {
  for (let from = 0, to = 0; from < bytes.length; from = to) {
    to = Math.min(from + SLICE, bytes.length);
    const line = bytes.lastIndexOf(0x0a, to - 1);
    if (to < bytes.length && line >= from) to = line + 1;
    const slice = bytes.subarray(from, to);
    yield clean === undefined ? slice : Buffer.from(clean(slice.toString('utf8')));
    await setImmediate();
  }
}
