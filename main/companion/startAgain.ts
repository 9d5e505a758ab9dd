import { spawn } from 'node:child_process';
import { ownProgram, type ProgramWorld } from './ownProgram.ts';

/** What of Electron's `app` is needed. */
export interface RunningApp {
  relaunch: (options: { args: string[] }) => void;
  once: (event: 'quit', listener: () => void) => unknown;
  releaseSingleInstanceLock: () => void;
}

/**
 * Starts this program again with `args` when it has ended. Electron's own way starts it from the folder that it runs in,
 * which is gone by then for an AppImage and the portable program of Windows
 * (https://github.com/electron-userland/electron-builder/issues/1727): those are started by the file that stays, at the
 * very end. The next one waits until this one has let go of the data folder.
 */
export function startAgain(app: RunningApp, args: readonly string[], world: ProgramWorld): void {
  const program = ownProgram(world);
  if (program === world.execPath) {
    app.relaunch({ args: [...args] });
    return;
  }
  app.once('quit', () => {
    app.releaseSingleInstanceLock();
    const env = withoutMount(world.env);
    const child = spawn(program, args, { detached: true, stdio: 'ignore', env });
    // Nobody is left to be told.
    child.once('error', () => undefined);
    child.unref();
  });
}

/** An AppImage says for itself what it is and where it is mounted. */
export function withoutMount({
  APPIMAGE: _,
  APPDIR: __,
  OWD: ___,
  ARGV0: ____,
  ...env
}: Readonly<Record<string, string | undefined>>) {
  return env;
}
