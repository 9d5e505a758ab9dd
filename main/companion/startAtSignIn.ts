import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from 'electron';
import { readIfThere, replaceFile } from '../files/durableFile.ts';

/** A start that shows no window. */
export const HIDDEN = 'hidden';

/** Of a start that somebody wants to see. */
export function withoutHidden(args: readonly string[]): string[] {
  return args.filter((argument) => argument !== `--${HIDDEN}`);
}

const DESKTOP_FILE = 'tillside.desktop';

export interface SignInWorld {
  platform: NodeJS.Platform;
  app: Pick<App, 'isPackaged' | 'setLoginItemSettings'>;
  /** The program's own file; an AppImage runs from a place that is gone with it, and says where it lies. */
  program: string;
  /** Linux: where this user's desktop looks for what starts with the session. */
  autostartFolder: string;
}

/**
 * Lets the program start with this user's session, hidden, or not. Only one that is packed: a checkout has no place of its
 * own. Throws what the disk throws.
 */
export async function startAtSignIn(isWished: boolean, world: SignInWorld): Promise<void> {
  const { platform, app, program, autostartFolder } = world;
  if (!app.isPackaged) return;
  if (platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: isWished, args: [`--${HIDDEN}`] });
    return;
  }
  const path = join(autostartFolder, DESKTOP_FILE);
  if (!isWished) {
    await rm(path, { force: true });
    return;
  }
  const text = desktopFile(program);
  if ((await readIfThere(path))?.toString('utf8') === text) return;
  await mkdir(autostartFolder, { recursive: true });
  await replaceFile(path, text);
}

/** https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html: how a path is quoted. */
function desktopFile(program: string): string {
  const escaped = program.replaceAll('\\', '\\\\\\\\').replace(/["`$]/g, '\\\\$&');
  const quoted = `"${escaped.replaceAll('%', '%%')}"`;
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Tillside',
    `Exec=${quoted} --${HIDDEN}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}
