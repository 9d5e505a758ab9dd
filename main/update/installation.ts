import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, join, win32 } from 'node:path';
import type { Never } from '../../app/update/updateCodes.ts';
import { ownProgram, type ProgramWorld } from '../companion/ownProgram.ts';
import { isThere } from '../files/isThere.ts';
import { readShortText } from '../files/readShortText.ts';

/** Written beside the program by an installer that installs it for all users of the PC: docs/updates.md. */
export const PER_MACHINE_MARK = 'per-machine.txt';

/** What electron-builder writes into `resources` where `publish` is configured. */
export const UPDATE_CONFIG = 'app-update.yml';

/** Many times what it has (characters). */
const LONGEST_CONFIG = 16 * 1024;

export interface InstallationWorld extends ProgramWorld {
  isPackaged: boolean;
  /** Where `UPDATE_CONFIG` lies. */
  resourcesFolder: string;
  dataFolder: string;
}

/** Where programs of all users lie, also where somebody has set the variables otherwise. */
const OF_ALL = /^[a-z]:\\program files(?: \(x86\))?\\/i;

/** Why this installation never updates itself, or null: it may. Never throws. */
export async function neverUpdates(world: InstallationWorld): Promise<Never | null> {
  const { platform, execPath, isPackaged, resourcesFolder } = world;
  if (!isPackaged) return 'unpacked';
  const program = ownProgram(world);
  const config = await readShortText(join(resourcesFolder, UPDATE_CONFIG), LONGEST_CONFIG);
  if (platform === 'win32') {
    if (program !== execPath) return 'portable';
    if (isPerMachine(world)) return 'per-machine';
    if (isInside(win32.dirname(execPath), world.dataFolder)) return 'data-inside';
    if (config === null) return 'not-built-for-it';
    return namesPublisher(config) ? null : 'no-publisher';
  }
  if (platform !== 'linux') return 'not-built-for-it';
  // A package of the system's own is the system's.
  if (program === execPath) return 'per-machine';
  if (config === null) return 'not-built-for-it';
  return (await mayReplace(program)) ? null : 'per-machine';
}

/** As Windows reads names. */
function isInside(folder: string, path: string): boolean {
  const way = win32.relative(folder.toLowerCase(), path.toLowerCase());
  return !/^\.\.(?:\\|$)/.test(way) && !win32.isAbsolute(way);
}

function isPerMachine({ env, execPath }: InstallationWorld): boolean {
  if (isThere(join(dirname(execPath), PER_MACHINE_MARK))) return true;
  const folders = [env.ProgramFiles, env['ProgramFiles(x86)'], env.ProgramW6432];
  const path = execPath.toLowerCase();
  const isIn = (folder = '') => folder !== '' && path.startsWith(`${folder.toLowerCase()}\\`);
  return OF_ALL.test(execPath) || folders.some(isIn);
}

/** `publisherName: NAME`, or a list of names below it; the library asks nobody for a signature where there is none. */
function namesPublisher(config: string): boolean {
  return /^publisherName:[ \t]*(?:[^\s[\]{}#~][^\n]*|\n[ \t]*-[ \t]*\S)/m.test(
    config.replaceAll('\r', '').replace(/^publisherName:[ \t]*null[ \t]*$/m, ''),
  );
}

/** Whether this user may put another file in its place. */
async function mayReplace(program: string): Promise<boolean> {
  try {
    await access(program, constants.W_OK);
    await access(dirname(program), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
