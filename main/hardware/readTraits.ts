import { statSync } from 'node:fs';
import { linuxTraits } from './linuxTraits.ts';
import { isOnShare } from './networkShare.ts';
import { NO_TRAITS, type Reading, SHARED } from './traits.ts';
import { windowsTraits } from './windowsTraits.ts';

/** What another process is asked: of which computer is it, whose disk this folder lies on. */
export interface TraitsQuestion {
  question: 'computer';
  /** The data folder. */
  folder: string;
}

/** What this user may know of this computer; nothing on systems that nobody has looked at. Never throws. */
export function readTraits({ folder }: TraitsQuestion): Reading {
  if (isKnownShare(folder)) return SHARED;
  if (process.platform === 'win32') return windowsTraits();
  if (process.platform !== 'linux') return NO_TRAITS;
  try {
    return linuxTraits(statSync(folder).dev);
  } catch {
    return NO_TRAITS;
  }
}

/** Where that cannot be found out, the folder is taken for one on a disk. */
function isKnownShare(folder: string): boolean {
  try {
    return isOnShare(folder);
  } catch {
    return false;
  }
}
