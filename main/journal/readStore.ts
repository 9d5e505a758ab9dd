import { join } from 'node:path';
import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Disk } from '../disk/disk.ts';
import { decodeHeader, decodeTrailer, FORMAT } from './header.ts';
import { scanLines } from './journalLine.ts';
import { decodeChange } from './saveCodec.ts';
import { type StoreFile, storeFiles } from './storeFiles.ts';

/** Everything that a store's files say, and what is wrong with them. */
export interface StoreContent {
  saves: Map<string, Save>;
  /** The number of the last change. */
  lastNumber: number;
  lastSequence: number;
  files: StoreFile[];
  /** The newest journal with where its content ends and how long it is (bytes), or null. */
  tail: { file: StoreFile; end: number; size: number } | null;
  notices: StoreNotice[];
  /** Names of files in which something is unreadable: copies of them are kept as evidence. */
  damaged: Set<string>;
}

export type ReadResult =
  | { ok: true; content: StoreContent }
  /** Written by a newer version: refused, not rewritten. */
  | { ok: false; newerFormat: number };

/**
 * Reads the newest snapshot and every journal from its number on. Nothing is thrown away in silence:
 * what is no line, and every change whose number is missing, becomes a notice.
 */
export async function readStore(disk: Disk, folder: string): Promise<ReadResult> {
  const files = storeFiles(await disk.list(folder));
  const start = files.filter((file) => file.kind === 'snapshot').at(-1);
  const journals = files.filter(
    (file) => file.kind === 'journal' && file.generation >= (start?.generation ?? 0),
  );
  const content: StoreContent = {
    saves: new Map(),
    lastNumber: 0,
    lastSequence: 0,
    files,
    tail: null,
    notices: [],
    damaged: new Set(),
  };
  if (start !== undefined) {
    const newer = await readSnapshot(disk, folder, start, content);
    if (newer !== null) return { ok: false, newerFormat: newer };
  }
  for (const journal of journals) {
    const newer = await readJournal(disk, folder, journal, content);
    if (newer !== null) return { ok: false, newerFormat: newer };
  }
  return { ok: true, content };
}

async function readSnapshot(
  disk: Disk,
  folder: string,
  file: StoreFile,
  content: StoreContent,
): Promise<number | null> {
  const bytes = (await disk.read(join(folder, file.name))) ?? Buffer.alloc(0);
  let lines = 0;
  let promised: number | null = null;
  let newer: number | null = null;
  const { damage } = scanLines(bytes, (payload) => {
    const header = decodeHeader(payload);
    const trailer = decodeTrailer(payload);
    if (header !== null) {
      if (header.format > FORMAT) newer = header.format;
      content.lastNumber = header.after;
      content.lastSequence = header.lastSequence;
    } else if (trailer !== null) promised = trailer.lines;
    else if (takeChange(payload, content)) lines += 1;
  });
  if (newer !== null) return newer;
  const missing = promised === null ? null : promised - lines;
  if (damage.length > 0 || missing !== 0) report(content, file, missing ?? damage.length);
  return null;
}

async function readJournal(
  disk: Disk,
  folder: string,
  file: StoreFile,
  content: StoreContent,
): Promise<number | null> {
  const bytes = (await disk.read(join(folder, file.name))) ?? Buffer.alloc(0);
  let newer: number | null = null;
  let hasHeader = false;
  let gaps = 0;
  const { end, damage } = scanLines(bytes, (payload) => {
    const header = decodeHeader(payload);
    if (header !== null) {
      hasHeader = true;
      if (header.format > FORMAT) newer = header.format;
      gaps += Math.max(0, header.after - content.lastNumber);
      content.lastNumber = Math.max(content.lastNumber, header.after);
      content.lastSequence = Math.max(content.lastSequence, header.lastSequence);
      return;
    }
    const before = content.lastNumber;
    if (takeChange(payload, content)) gaps += Math.max(0, content.lastNumber - before - 1);
  });
  if (newer !== null) return newer;
  // What stands torn at the end was never acknowledged; if it was, the numbers or the watermark tell.
  const torn = damage.at(-1)?.to === end ? damage.pop() : undefined;
  // A journal's name can be on disk before its first line: then it says nothing and lost nothing.
  const isUnborn = !hasHeader && end === 0;
  if (gaps > 0 || damage.length > 0 || (!hasHeader && !isUnborn && torn === undefined)) {
    report(content, file, Math.max(gaps, damage.length));
  }
  if (torn !== undefined) {
    content.notices.push({
      code: 'store.torn-tail',
      detail: `${file.name}: ${torn.to - torn.from}`,
    });
  }
  content.tail = { file, end: torn?.from ?? end, size: bytes.length };
  return null;
}

function takeChange(payload: string, content: StoreContent): boolean {
  const change = decodeChange(payload);
  if (change === null) return false;
  content.lastNumber = Math.max(content.lastNumber, change.number);
  if (change.kind === 'erase') content.saves.delete(change.requestId);
  else {
    content.saves.set(change.save.requestId, change.save);
    content.lastSequence = Math.max(content.lastSequence, change.save.sequence);
  }
  return true;
}

function report(content: StoreContent, file: StoreFile, lines: number): void {
  content.damaged.add(file.name);
  content.notices.push({ code: 'store.lines-lost', detail: `${file.name}: ${lines}` });
}
