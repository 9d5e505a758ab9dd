import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { win32 } from 'node:path';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import { belongToAdministrators, type Judgement } from '../settings/windowsPolicy.ts';
import { isSetUp } from './broughtProvision.ts';

/**
 * One queue for all who work at a PC: there where an installer has made it, with an access list that lets all of them in.
 * No variable of the environment: whoever starts the program sets those.
 */
export const SHARED = 'C:\\ProgramData\\Tillside\\data';

/** Beside a user's own folder: which shared one was judged the administrators' for this user. */
const NOTE = 'shared-queue.txt';

export interface FolderWorld {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  home: () => string;
  /**
   * What tells a folder from every other one that may take its place; null where there is none, or a link to one. Throws
   * what the disk throws.
   */
  identityOf: (path: string) => string | null;
  belongToAdministrators: (paths: readonly string[]) => Judgement;
  /** Whether a till was set up in this folder. */
  isSetUp: (folder: string) => boolean;
  /** What a file says, or null where it says nothing. */
  read: (path: string) => string | null;
  /** Never throws: what is not kept is judged once more. */
  keep: (path: string, text: string | null) => void;
}

const THIS_WORLD: FolderWorld = {
  platform: process.platform,
  env: process.env,
  home: homedir,
  identityOf: (path) => {
    const stats = lstatSync(path, { throwIfNoEntry: false, bigint: true });
    return stats?.isDirectory() ? `${stats.dev}:${stats.ino}:${stats.birthtimeNs}` : null;
  },
  belongToAdministrators,
  isSetUp,
  read: (path) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  },
  keep: (path, text) => {
    try {
      if (text === null) return rmSync(path, { force: true });
      mkdirSync(win32.dirname(path), { recursive: true });
      writeFileSync(`${path}.new`, text);
      renameSync(`${path}.new`, path);
    } catch {
      // The next start asks PowerShell again.
    }
  },
};

/** Where a till's data lie. */
export interface UsualFolder {
  folder: string;
  /** What the window has to tell of that. */
  warnings: StoreWarning[];
}

/**
 * Where a till's data lie unless somebody says so. On Windows never in the part of a user's profile that roams: two PCs
 * would overwrite each other's queue, and every sign-in would copy it. Any user may make folders in ProgramData, so the
 * shared one counts only where it belongs to the administrators. Once that was judged of a folder it is noted: a
 * PowerShell that does not answer on one day must not lead to another queue than on the day before. Null: nobody can say
 * now, and no queue of this user's own is known, so that none must be opened. `electronFolder`: what Electron would take.
 */
export function usualFolder(
  electronFolder: string,
  world: FolderWorld = THIS_WORLD,
): UsualFolder | null {
  if (world.platform !== 'win32') return { folder: electronFolder, warnings: [] };
  const own = ownFolder(world);
  const note = win32.join(win32.dirname(own), NOTE);
  const known = world.read(note) || null;
  const there = identityOf(SHARED, world);
  const shared: UsualFolder = { folder: SHARED, warnings: [] };
  if (there === null) return without(own, note, known, world);
  if (there === known) return shared;
  const judgement = world.belongToAdministrators([SHARED, win32.dirname(SHARED)]);
  if (judgement === false) return without(own, note, known, world);
  if (judgement === true) {
    if (there !== UNSEEN) world.keep(note, there);
    return shared;
  }
  if (known !== null || !world.isSetUp(own)) return null;
  return { folder: own, warnings: [{ code: 'queue.shared-unjudged', detail: SHARED }] };
}

/** A user's own data folder on Windows. */
export function ownFolder({ env, home }: Pick<FolderWorld, 'env' | 'home'> = THIS_WORLD): string {
  const given = env.LOCALAPPDATA ?? '';
  const local = win32.isAbsolute(given) ? given : win32.join(home(), 'AppData', 'Local');
  return win32.join(local, 'Tillside', 'data');
}

/** No folder has it. */
const UNSEEN = '';

/** What cannot be looked at is there, and may be any. */
function identityOf(path: string, world: FolderWorld): string | null {
  try {
    return world.identityOf(path);
  } catch {
    return UNSEEN;
  }
}

/** There is no shared queue; told where this user has worked in one, up to the first start of a till that goes on without. */
function without(own: string, note: string, known: string | null, world: FolderWorld): UsualFolder {
  if (known === null) return { folder: own, warnings: [] };
  if (world.isSetUp(own)) world.keep(note, null);
  return { folder: own, warnings: [{ code: 'queue.shared-gone', detail: SHARED }] };
}

/** The world as it is once this is judged; what PowerShell said in its own time is noted like what it says at once. */
export function judged(judgement: boolean): UsualFolder | null {
  return usualFolder('', { ...THIS_WORLD, belongToAdministrators: () => judgement });
}
