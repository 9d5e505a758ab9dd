import { basename, join } from 'node:path';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import { isThere } from '../files/isThere.ts';
import type { Offer } from '../settings/offer.ts';
import type { OtherFiles } from '../settings/otherFiles.ts';
import { PIN_FILE } from '../settings/pinFile.ts';
import { type ProvisionRead, readProvisionFile } from '../settings/readProvisionFile.ts';
import { SETTINGS_FILE } from '../settings/settingsFile.ts';

/** What a start brings along with `--provision=FILE`. */
export interface Brought {
  /** What is to be taken over, or null. */
  offer: Offer | null;
  /** What the window has to tell of it. */
  warnings: StoreWarning[];
}

/**
 * What is read of the file before anything else is done. Its mistakes end the start of a till without settings, where
 * nobody could register. A till that has some opens with them, and tells: a file that has gone bad, on a share for
 * example, closes no shop, and one on a share that does not answer must not even be waited for here (null: not read).
 */
export function readFirst(file: string | null, folder: string): ProvisionRead | null {
  return file === null || isSetUp(folder) ? null : readProvisionFile(file);
}

/** `read`: what was read first. Tells the mistakes. */
export async function broughtProvision(
  file: string | null,
  read: ProvisionRead | null,
  readLater: OtherFiles['readProvision'],
): Promise<Brought> {
  if (file === null) return { offer: null, warnings: [] };
  const now = read ?? (await readLater(file));
  if (now.ok) return { offer: now.value, warnings: [] };
  tellMistakes(now.lines);
  const detail = `${basename(file) || '--provision'} ${now.lines.length}`;
  return { offer: null, warnings: [{ code: 'provision.not-read', detail }] };
}

/** To whoever started the program. */
export function tellMistakes(mistakes: readonly string[]): void {
  for (const line of mistakes) process.stderr.write(`${line}\n`);
}

/** Whether a till has been set up in this folder; also one whose settings are lost, for its saves, or not to be read now. */
export function isSetUp(folder: string): boolean {
  return [SETTINGS_FILE, PIN_FILE].some((name) => isThere(join(folder, name)));
}
