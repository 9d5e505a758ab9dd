import { lstatSync } from 'node:fs';
import { homedir } from 'node:os';
import { win32 } from 'node:path';
import { belongToAdministrators, type Judgement } from '../settings/windowsPolicy.ts';

/**
 * One queue for all who work at a PC: there where an installer has made it, with an access list that lets all of them in.
 * No variable of the environment: whoever starts the program sets those.
 */
const SHARED = 'C:\\ProgramData\\Tillside\\data';

export interface FolderWorld {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  home: () => string;
  /** A folder itself, and no link to one. */
  isFolder: (path: string) => boolean;
  belongToAdministrators: (paths: readonly string[]) => Judgement;
}

const THIS_WORLD: FolderWorld = {
  platform: process.platform,
  env: process.env,
  home: homedir,
  isFolder: (path) => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true,
  belongToAdministrators,
};

/**
 * Where a till's data lie unless somebody says so. On Windows never in the part of a user's profile that roams: two PCs
 * would overwrite each other's queue, and every sign-in would copy it. Any user may make folders in ProgramData, so the
 * shared one counts only where it belongs to the administrators. `electronFolder`: what Electron would take.
 */
export function usualFolder(electronFolder: string, world: FolderWorld = THIS_WORLD): string {
  if (world.platform !== 'win32') return electronFolder;
  const isShared =
    world.isFolder(SHARED) &&
    world.belongToAdministrators([SHARED, win32.dirname(SHARED)]) === true;
  if (isShared) return SHARED;
  const given = world.env.LOCALAPPDATA ?? '';
  const local = win32.isAbsolute(given) ? given : win32.join(world.home(), 'AppData', 'Local');
  return win32.join(local, 'Tillside', 'data');
}
