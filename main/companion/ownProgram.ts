import { basename, posix, win32 } from 'node:path';

export interface ProgramWorld {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  /** The file that runs. */
  execPath: string;
  /** The folder for temporary files. */
  temporary: string;
}

/**
 * The file to start this program by. An AppImage and the portable program of Windows run out of a folder that goes with
 * them, and their environment names the file that stays. That is believed where what runs lies in that folder: whatever they
 * start inherits those variables, and may be another program.
 */
export function ownProgram({ platform, env, execPath, temporary }: ProgramWorld): string {
  if (platform === 'win32') {
    // https://www.electron.build/nsis#portable: it unpacks itself below the folder for temporary files.
    const { PORTABLE_EXECUTABLE_FILE: file, PORTABLE_EXECUTABLE_APP_FILENAME: name } = env;
    const isOurs =
      name?.toLowerCase() === basename(execPath.replaceAll('\\', '/'), '.exe').toLowerCase();
    return file && isOurs && isBelow(temporary.toLowerCase(), execPath.toLowerCase(), win32)
      ? file
      : execPath;
  }
  // https://docs.appimage.org/packaging-guide/environment-variables.html: `APPDIR` is where it is mounted.
  const { APPIMAGE: file, APPDIR: mounted } = env;
  return file && mounted && isBelow(mounted, execPath, posix) ? file : execPath;
}

function isBelow(folder: string, path: string, { relative, isAbsolute }: typeof posix): boolean {
  const way = relative(folder, path);
  return isAbsolute(folder) && way !== '' && !way.startsWith('..') && !isAbsolute(way);
}
