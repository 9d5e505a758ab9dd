import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import { readProvisionFile, readSwitch } from '../commandLine.ts';
import { PIN_FILE } from '../settings/pinFile.ts';
import type { Offer } from '../settings/provisioning.ts';
import { SETTINGS_FILE } from '../settings/settingsStore.ts';

/** What a start brings along with `--provision=FILE`. */
export interface Brought {
  /** The file as it was given, or null. */
  file: string | null;
  /** What is to be taken over, or null. */
  offer: Offer | null;
  /** What the window has to tell of it. */
  notices: StoreNotice[];
  /** Each mistake of the file, for whoever started the program. */
  mistakes: string[];
  /** The program must not start with it. */
  isEnd: boolean;
}

/**
 * Reads the file. Whether its mistakes end the start depends: without settings nobody could register, but a till that
 * has some opens with them, and tells. A file that has gone bad, on a share for example, closes no shop.
 */
export function broughtProvision(args: readonly string[], folder: string): Brought {
  const file = readSwitch(args, 'provision');
  if (file === null) return { file, offer: null, notices: [], mistakes: [], isEnd: false };
  const read = readProvisionFile(file);
  if (read.ok) return { file, offer: read.value, notices: [], mistakes: [], isEnd: false };
  const mistakes = read.lines;
  const detail = `${basename(file) || '--provision'} ${mistakes.length}`;
  const notices: StoreNotice[] = [{ code: 'provision.not-read', detail }];
  return { file, offer: null, notices, mistakes, isEnd: !isSetUp(folder) };
}

/** Whether a till has been set up in this folder; also one whose settings are lost, for its saves. */
function isSetUp(folder: string): boolean {
  return [SETTINGS_FILE, PIN_FILE].some((name) => existsSync(join(folder, name)));
}
