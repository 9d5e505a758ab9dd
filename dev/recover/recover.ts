import { basename, resolve } from 'node:path';
import { exportPlace } from '../../main/move/exportPlace.ts';
import { type QueueFiles, queueFiles } from '../../main/move/queueFiles.ts';
import { isInUse } from '../isInUse.ts';
import { exportTime } from './exportTime.ts';
import { type Failure, failure } from './failure.ts';
import { type FoundFolders, findFolders } from './findFolders.ts';
import { gather } from './gather.ts';
import { type RecordFiles, recordFiles } from './leaveRecords.ts';
import { openFolders } from './openFolders.ts';
import type { RecoverOptions } from './options.ts';
import { type AskSecret, readPassphrase, readPrivateKey } from './readSecrets.ts';
import { recordToLeave } from './recordToLeave.ts';
import { foundLines, outlookLines } from './report.ts';
import { setAsideTime } from './setAsideTime.ts';
import { EXISTS, IN_USE, writeExport } from './writeExport.ts';

/** What the tool touches of the world. */
export interface RecoverWorld {
  /** This PC's clock (ms since 1970). */
  now: () => number;
  ask: AskSecret;
  say: (line: string) => void;
  files?: QueueFiles;
  records?: RecordFiles;
}

/** What has come of it: `file` is null where there was nothing to export. */
export type Recovered = { ok: true; file: string | null; saves: number; staying: number };

/**
 * Turns the data folder of a dead PC into an export. Nothing in the folder is changed, but for the record that it was
 * recovered. What is said has no personal data in it.
 */
export async function recover(
  options: RecoverOptions,
  world: RecoverWorld,
): Promise<Recovered | Failure> {
  const { ask, say, files = queueFiles } = world;
  const now = world.now();
  const privateKey = await readPrivateKey(options.privateKey);
  if (!privateKey.ok) return privateKey;
  const folder = await findFolders(options.data);
  if (!folder.ok) return folder;
  const { found } = folder;
  const isHomeInUse = () => isInUse(found.home);
  if (await isHomeInUse()) return failure('in-use', IN_USE);
  const place = await placeOf(options.out, found);
  if (!place.ok) return place;
  const read = await openFolders(found, privateKey.key, now);
  if (!read.ok) return read;
  const { folders } = read.opened;
  for (const line of foundLines(read.opened)) say(line);
  const asideTimes = folders.slice(1).map(({ path }) => setAsideTime(basename(path)) ?? now);
  const dated = exportTime(folders, asideTimes, { isLastState: options.isLastState, now });
  const gathered = gather(read.opened, { exportedAt: dated.exportedAt, now });
  const { queue, staying, from } = gathered;
  const outcome = { ok: true as const, saves: queue.saves.length, staying: staying.length };
  for (const line of outlookLines(gathered, dated, now)) say(line);
  if (queue.saves.length === 0) return { ...outcome, file: null };
  const given = await readPassphrase(options.passphraseFile, ask);
  if (!given.ok) return given;
  const records = options.isCopy ? [] : [...from].flatMap((one) => recordToLeave(one, now));
  const recordsTo = world.records ?? recordFiles;
  const writing = { records, files, recordFiles: recordsTo, isInUse: isHomeInUse };
  const written = await writeExport(place, queue, given.passphrase, writing);
  return written.ok ? { ...outcome, file: place.path } : written;
}

const PLACES = {
  'move.exists': failure('out-exists', EXISTS),
  'move.inside': failure('out-inside', '--out is among the files of the till: give another place.'),
} as const;

async function placeOf(out: string | null, { home }: FoundFolders) {
  const place = await exportPlace(resolve(out ?? `${home}-recovered.tillside`), home);
  if (place.ok) return place;
  const { code } = place;
  return code === 'move.exists' || code === 'move.inside'
    ? PLACES[code]
    : failure('out-not-written', 'There is no such folder for --out.');
}
