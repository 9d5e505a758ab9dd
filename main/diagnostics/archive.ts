import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import yazl from 'yazl';
import type { AuditRow } from '../../app/audit/auditList.ts';
import { readIfThere } from '../files/durableFile.ts';
import type { Gathered } from './gatherDiagnostics.ts';

/** The till's log and those before it: `main/log.ts`. */
const LOG = /^tillside(?:\.\d)?\.log$/;

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
  const logs = join(folder, 'logs');
  const names = await readdir(logs).catch(() => []);
  for (const name of names.filter((one) => LOG.test(one)).sort()) {
    const content = await readIfThere(join(logs, name));
    if (content !== null) add(`logs/${name}`, slices(content, clean));
  }
  zip.end();
  const packed: Uint8Array[] = [];
  for await (const part of zip.outputStream) packed.push(part as Uint8Array);
  return packed;
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
