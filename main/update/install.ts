import { spawn } from 'node:child_process';
import { chmod, copyFile, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { withoutMount } from '../companion/startAgain.ts';
import { errorCode, flushFolder, patiently } from '../files/durableFile.ts';
import { noteStart } from './afterUpdate.ts';
import { FeedError } from './feedError.ts';

/** How this installation is replaced. */
export type InstallWay =
  /** The file of the program itself. */
  | { kind: 'appimage'; program: string }
  /** An installer that is started, and starts the program again by itself. `note`: `noteStart`. */
  | { kind: 'nsis'; note: string };

/**
 * Puts the next program in this one's place, once the till is closed. `args`: it is started again with them; null: it is
 * not. On Windows the installer does both when this program has ended, and knows no argument. Throws what the disk or the
 * system throws: then this program is as it was.
 */
export async function install(
  way: InstallWay,
  downloaded: string,
  args: readonly string[] | null,
): Promise<void> {
  if (way.kind === 'nsis') {
    const again = args === null ? [] : ['--force-run'];
    if (args !== null) noteStart(way.note, args, Date.now());
    // Where another installation is everybody's, the installer would ask for an administrator to replace that one.
    await begin(downloaded, ['--updated', '/S', '/currentuser', ...again], process.env);
    return;
  }
  await replaceProgram(way.program, downloaded);
  if (args !== null) await begin(way.program, args, withoutMount(process.env));
}

/** Under the name that desktop and session know. Whatever happens, one of the two is there, whole. */
async function replaceProgram(program: string, next: string): Promise<void> {
  const beside = `${program}.new`;
  try {
    await copyFile(next, beside);
    const { mode } = await stat(program);
    await chmod(beside, mode | 0o100);
    const file = await open(beside, 'r+');
    try {
      await file.datasync();
    } finally {
      await file.close();
    }
    await patiently(() => rename(beside, program));
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
  await flushFolder(dirname(program));
}

/** Starts a program that goes on when this one has ended; rejects where the system does not start it. */
async function begin(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const child = spawn(program, args, { detached: true, stdio: 'ignore', env });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    // Windows says EACCES of what wants an administrator: nobody at the till is asked for one.
    child.once('error', (error) => reject(new FeedError('update.not-installed', errorCode(error))));
  });
  child.unref();
}
