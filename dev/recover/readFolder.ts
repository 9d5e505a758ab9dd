import type { KeyObject } from 'node:crypto';
import { basename, join } from 'node:path';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import { realDisk } from '../../main/disk/realDisk.ts';
import { errorCode } from '../../main/files/durableFile.ts';
import { NewerFormatError } from '../../main/journal/opening.ts';
import { readStore } from '../../main/journal/readStore.ts';
import type { StoreContent } from '../../main/journal/storeContent.ts';
import { readWatermark } from '../../main/journal/watermark.ts';
import type { RecoveryRecord } from '../../main/outbox/doubtRecovered.ts';
import { RECOVERY_RECORD, readRecoveryRecord } from '../../main/recovered/recoveryRecord.ts';
import { KeyClosedError } from '../../main/vault/dataKey.ts';
import { KEY_FILE, type ReadKeyFile, readKeyFile } from '../../main/vault/keyFile.ts';
import type { Vault } from '../../main/vault/vault.ts';
import { type Failure, failure } from './failure.ts';
import { folderView } from './folderView.ts';
import { notRead } from './notRead.ts';
import { pathAsSpelled, SameNameError } from './ownLetters.ts';
import { openingVault, type UnwrappedKeys, unwrapKeys } from './unwrapKeys.ts';

/** Where one queue lies. */
export interface FolderPlaces {
  /** How it is called in what is said: empty for the data folder itself. */
  name: string;
  /** The folder, and what of it lies in `aside-….moving`. */
  places: readonly [string, ...string[]];
  /** The files that may say how far its store had come: of a crash that came between, the higher one counts. */
  watermarks: readonly string[];
  /** It is no data folder's own queue: another one has come after it. */
  isSetAside: boolean;
  /** It was taken in, and says that each of its saves was known to the till. */
  isSaidKnown?: boolean;
}

/** Everything that one folder says. Nothing is written. */
export interface ReadFolder {
  name: string;
  /** Where the record of its recovery belongs. */
  path: string;
  /** It, and what of it lies in `aside-….moving`. */
  places: FolderPlaces['places'];
  content: StoreContent;
  /** What was found damaged, or is not read. */
  warnings: StoreWarning[];
  /** Null where there is no `key.json`, or none that a till writes. */
  keys: UnwrappedKeys | null;
  /** Opens what its own till has sealed: no key of another folder does. */
  vault: Vault;
  /** There is one, and it is none that a till writes. */
  isKeyFileDamaged: boolean;
  /** By what lies in any of its places: the first time, and the highest sequence. */
  record: RecoveryRecord | null;
  /** What the record says that has its own letters, and lies where one belongs. */
  recordInPlace: RecoveryRecord | null;
  /** How many changes its store had stored, by its watermark; null where none says so. */
  acknowledged: number | null;
  /** A watermark that the disk does not give, and why: it may tell of more. Null where each was read. */
  unreadMark: string | null;
  isSetAside: boolean;
}

/** How its key's file is called in what is said. */
export function keyFileOf({ name }: Pick<ReadFolder, 'name'>): string {
  return join(name, KEY_FILE);
}

/** Reads one folder, by the private half of the recovery key. `now`: ms since 1970. */
export async function readFolder(
  { name, places, watermarks, isSetAside }: FolderPlaces,
  privateKey: KeyObject,
  now: number,
): Promise<{ ok: true; folder: ReadFolder } | Failure> {
  try {
    const [path] = places;
    const { file, isKeyFileDamaged } = await firstKeyFile(places);
    const { acknowledged, unreadMark } = await readMarks(watermarks);
    const read = await readWhatIsOurs(path, places, acknowledged ?? 0);
    if ('newerFormat' in read) return newer(`the store of ${name || 'the folder'}`);
    const { content, warnings } = read;
    const keys = file === null ? null : unwrapKeys(file, privateKey);
    const record = await recordIn(places, now);
    const recordInPlace = await readRecoveryRecord(path, now);
    const opening = { keys, vault: openingVault(keys), isKeyFileDamaged };
    const marks = { acknowledged, unreadMark };
    const said = { content, warnings, ...opening, record, recordInPlace, ...marks, isSetAside };
    return { ok: true, folder: { name, path, places, ...said } };
  } catch (error) {
    if (error instanceof NewerFormatError) return newer(join(name, KEY_FILE));
    if (error instanceof SameNameError) return sameName(name, error);
    const code = errorCode(error);
    if (code === '') throw error;
    return failure('unreadable', `${name || 'The folder'} cannot be read: ${code}.`);
  }
}

/** Of several the highest counts. One that the disk does not give hinders nobody: what lies in the store goes all the same. */
async function readMarks(
  watermarks: readonly string[],
): Promise<Pick<ReadFolder, 'acknowledged' | 'unreadMark'>> {
  let [acknowledged, unreadMark]: [number | null, string | null] = [null, null];
  for (const one of watermarks) {
    const file = await pathAsSpelled(one);
    try {
      const mark = await readWatermark(realDisk, file);
      if (mark !== null) acknowledged = Math.max(acknowledged ?? 0, mark.lastNumber);
    } catch (error) {
      if (errorCode(error) === '') throw error;
      unreadMark = `${basename(file)} ${errorCode(error)}`;
    }
  }
  return { acknowledged, unreadMark };
}

/** A crash that came while the queue was set aside has left it in the folder that was to be. */
async function recordIn(places: readonly string[], now: number): Promise<RecoveryRecord | null> {
  let record = null as RecoveryRecord | null;
  for (const place of places) {
    const file = await pathAsSpelled(join(place, RECOVERY_RECORD));
    const found = await readRecoveryRecord(place, now, basename(file));
    if (found === null) continue;
    record = {
      at: Math.min(found.at, record?.at ?? found.at),
      lastSequence: Math.max(found.lastSequence, record?.lastSequence ?? 0),
    };
  }
  return record;
}

/** One that is damaged hinders nobody: what lies in the other folders goes all the same. */
async function firstKeyFile(
  places: readonly string[],
): Promise<{ file: ReadKeyFile | null; isKeyFileDamaged: boolean }> {
  let isKeyFileDamaged = false;
  for (const place of places) {
    try {
      const file = await readKeyFile(await pathAsSpelled(join(place, KEY_FILE)));
      if (file !== null) return { file, isKeyFileDamaged };
    } catch (error) {
      // A folder of that name is none either, and keeps no other queue from being recovered.
      const isNone = error instanceof KeyClosedError || errorCode(error) === 'EISDIR';
      if (!isNone) throw error;
      isKeyFileDamaged = true;
    }
  }
  return { file: null, isKeyFileDamaged };
}

/** The till sets aside what is of no format that it reads, and goes on without it; here it is only not looked at. */
async function readWhatIsOurs(path: string, places: FolderPlaces['places'], acknowledged: number) {
  const hidden = new Set<string>();
  for (;;) {
    const result = await readStore(folderView(places, hidden), path, acknowledged);
    if (result.ok) {
      const { content } = result;
      const others = new Set([...hidden, ...(await notRead(places, content))]);
      const told = [...others].map((detail) => ({ code: 'store.set-aside' as const, detail }));
      return { content, warnings: [...told, ...content.warnings] };
    }
    if ('newerFormat' in result) return result;
    hidden.add(result.unreadable);
  }
}

/** One of them is what the till had last, and only somebody who looks can say which. */
export function sameName(folder: string, { names }: SameNameError): Failure {
  const says = `${folder || 'The folder'} has several files of one name but for its letters: ${names.join(', ')}.`;
  return failure('unreadable', says);
}

function newer(what: string): Failure {
  return failure('newer-format', `A newer Tillside has written ${what}: use the tool of that one.`);
}
