import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import { requestId } from '../../bench/enqueue/contender.ts';
import type { Till } from '../../main/till.ts';
import { applyDamage, damage } from './damages.ts';
import {
  DATA_FOLDER,
  enqueue,
  filesBelow,
  type Kept,
  openAt,
  openSomehow,
  SAVES,
} from './fileTill.ts';

type Files = ReadonlyMap<string, Buffer>;

const STORE_FILE = /outbox-\d+\.(?:journal|snapshot)$/;

/** Told at every start here, or of what nobody was told that it was saved. */
const NO_LOSS: readonly string[] = ['store.weak-protection', 'store.torn-tail'];

/** One file of a till's data folder is damaged at random, so many times; each time the till is started on it. */
export async function checkFiles(
  kept: Kept,
  runs: number,
  again: Pick<fc.Parameters, 'seed' | 'path'> = {},
): Promise<void> {
  const property = fc.asyncProperty(damage, async (one) => {
    await startOn(kept, applyDamage(kept.files, one));
  });
  await fc.assert(property, {
    numRuns: runs,
    includeErrorInReport: true,
    endOnFailure: true,
    ...again,
  });
}

/** The till starts, tells what is missing, has everything that a plain reader can still find, and goes on. */
async function startOn(kept: Kept, files: Files): Promise<void> {
  const place = await mkdtemp(join(tmpdir(), 'tillside-files-'));
  try {
    await lay(place, files);
    const { till, problem } = await openSomehow(place);
    // Told before anything was opened, and by the question what a new queue is for.
    if (problem === null) {
      checkSaves(kept, files, till);
      checkSettings(kept, files, till);
    } else await checkAside(files, place);
    await checkEvidence(files, place, warningsOf(till));
    const before = requestIdsOf(till);
    // One that cannot be read is dropped: nobody has asked to keep it.
    await till.drafts.read();
    await enqueue(till, SAVES + 1);
    await till.stop(0);
    const next = await openAt(place);
    const after = requestIdsOf(next);
    await next.stop(0);
    const isKept = [...before, requestId(SAVES + 1)].every((id) => after.has(id));
    if (!isKept) throw new Error('what was there, or was saved since, is gone after a restart');
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function lay(place: string, files: Files): Promise<void> {
  await mkdir(join(place, DATA_FOLDER), { recursive: true });
  for (const [path, content] of files) {
    await mkdir(dirname(join(place, path)), { recursive: true });
    await writeFile(join(place, path), content);
  }
}

function checkSaves(kept: Kept, files: Files, till: Till): void {
  const stillThere = storeText(files);
  const lastLines = lastLinesOf(storeText(kept.files));
  const missing = [];
  for (const save of kept.saves) {
    const found = till.outbox.saves.find(save.requestId);
    const line = lastLines.get(save.requestId) ?? '';
    if (found === undefined && stillThere.includes(line)) {
      throw new Error(`${save.requestId} stands in a file, and the till does not have it`);
    }
    if (found?.state !== save.state) missing.push(save.requestId);
  }
  if (missing.length > 0)
    mustBeTold(till, `${missing.length} saves are missing or as they were before`);
}

function checkSettings(kept: Kept, files: Files, { settings, ...till }: Till): void {
  const { provision } = settings;
  if (provision?.brandId === kept.brandId && settings.managerPin.isSet) return;
  const isWhole = ['settings.json', 'key.json'].every((name) => isSame(kept.files, files, name));
  if (isWhole) throw new Error('the settings are whole, and the till does not have them');
  if (files.has(join(DATA_FOLDER, 'settings.json'))) {
    mustBeTold({ settings, ...till }, 'the settings are gone');
  }
}

/** Where the key does not open, every file that it may have sealed is still there, byte for byte. */
async function checkAside(files: Files, place: string): Promise<void> {
  const now = [...(await filesBelow(place)).values()];
  for (const [name, content] of files) {
    if (!/(?:journal|snapshot|settings\.json|pin\.json|key\.json)$/.test(name)) continue;
    if (!now.some((one) => one.equals(content))) throw new Error(`${name} is not what it was`);
  }
}

function mustBeTold(till: Till, what: string): void {
  const codes = warningsOf(till).map(({ code }) => code);
  if (codes.every((code) => NO_LOSS.includes(code))) {
    throw new Error(`${what}, and nobody is told: ${JSON.stringify(codes)}`);
  }
}

/** Of what was told to be unreadable every byte is still there, under its own name or another one. */
async function checkEvidence(
  files: Files,
  place: string,
  warnings: readonly StoreWarning[],
): Promise<void> {
  const now = [...(await filesBelow(place)).values()];
  for (const { code, detail } of warnings) {
    if (code !== 'store.lines-lost' && code !== 'store.set-aside') continue;
    const [, name = ''] = /^(.+?\.(?:json|journal|snapshot))\b/.exec(detail) ?? [];
    const damaged = files.get(join(DATA_FOLDER, name));
    if (damaged === undefined || now.some((content) => content.equals(damaged))) continue;
    throw new Error(`${name} was told (${code}), and its bytes are gone`);
  }
}

function warningsOf({ warnings, outbox }: Till): StoreWarning[] {
  return [...warnings, ...outbox.warnings];
}

function requestIdsOf({ outbox }: Till): Set<string> {
  return new Set([...outbox.saves.values()].map((save) => save.requestId));
}

function isSame(one: Files, other: Files, name: string): boolean {
  const path = join(DATA_FOLDER, name);
  return one.get(path)?.equals(other.get(path) ?? Buffer.alloc(0)) === true;
}

/** What stands in the files of the store, oldest first; a snapshot comes before the journal of its number. */
function storeText(files: Files): string {
  const names = [...files.keys()].filter((path) => STORE_FILE.test(path)).sort(bySnapshotFirst);
  return names.map((name) => files.get(name)?.toString('latin1')).join('\n');
}

function bySnapshotFirst(a: string, b: string): number {
  const key = (path: string) => path.replace('.snapshot', '.a').replace('.journal', '.b');
  return key(a).localeCompare(key(b));
}

/** By request id, the last line that is about it. */
function lastLinesOf(text: string): Map<string, string> {
  const lines = new Map<string, string>();
  for (const part of text.split('\x1e').slice(1)) {
    const [line = ''] = part.split('\n');
    const [, id] = /^\d+ \S+ \d+ [Pp] \d+ (\S+) /.exec(line) ?? [];
    if (id !== undefined) lines.set(id, `\x1e${line}`);
  }
  return lines;
}
