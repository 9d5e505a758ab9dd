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
  app: Pick<App, 'isPackaged' | 'setLoginItemSettings' | 'getLoginItemSettings'>;
  /** The file to start the program by: `ownProgram`. */
  program: string;
  /** The data folder that this till was started with, or null: the usual one. */
  dataFolder: string | null;
  /** Linux: where this user's desktop looks for what starts with the session. */
  autostartFolder: string;
  /** Windows: whether an entry was made with this data folder, by whichever of its users. */
  wasMade: () => boolean;
}

/**
 * Lets this till start with this user's session, hidden, or not. Only one that is packed: a checkout has no place of its
 * own. An entry that somebody else has made is not taken away. Rejects with what the disk throws.
 */
export class SignInEntry {
  readonly #world: SignInWorld;
  #last: Promise<void> = Promise.resolve();

  constructor(world: SignInWorld) {
    this.#world = world;
  }

  /** What was wished for last holds, however soon one wish follows the other. */
  set(isWished: boolean): Promise<void> {
    const change = () => startAtSignIn(isWished, this.#world);
    this.#last = this.#last.then(change, change);
    return this.#last;
  }
}

async function startAtSignIn(isWished: boolean, world: SignInWorld): Promise<void> {
  const { platform, app, program, dataFolder, autostartFolder } = world;
  if (!app.isPackaged) return;
  const args = [`--${HIDDEN}`, ...(dataFolder === null ? [] : [`--user-data-dir=${dataFolder}`])];
  if (platform !== 'linux') {
    setLoginItem(isWished, args, world);
    return;
  }
  const path = join(autostartFolder, DESKTOP_FILE);
  // A link that somebody keeps there is not followed: what is wished for takes its place.
  const there = (await readIfThere(path).catch(() => null))?.toString('utf8') ?? null;
  if (!isWished) {
    if (there !== null && isOurs(there)) await rm(path, { force: true });
    return;
  }
  const text = desktopFile(program, args);
  if (there === text) return;
  await mkdir(autostartFolder, { recursive: true });
  await replaceFile(path, text);
}

/** The system writes both into one command line as they are (electron#32657, electron#53911): what has spaces is quoted. */
function setLoginItem(isWished: boolean, plain: string[], { app, program, wasMade }: SignInWorld) {
  const quoted = (text: string) => (/\s/.test(text) ? `"${text}"` : text);
  const entry = { path: quoted(program), args: plain.map(quoted) };
  if (isWished || wasMade() || app.getLoginItemSettings(entry).openAtLogin)
    app.setLoginItemSettings({ openAtLogin: isWished, ...entry });
}

/** Whichever of our versions has made it, and for whichever data folder. */
function isOurs(text: string): boolean {
  return /^Name=Tillside$/m.test(text) && /^Exec=".*" --hidden(?: |$)/m.test(text);
}

/** https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html: how arguments are quoted. */
function desktopFile(program: string, [hidden = '', ...others]: string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Tillside',
    `Exec=${[quotedArgument(program), hidden, ...others.map(quotedArgument)].join(' ')}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

function quotedArgument(argument: string): string {
  const escaped = argument.replaceAll('\\', '\\\\\\\\').replace(/["`$]/g, '\\\\$&');
  return `"${escaped.replaceAll('%', '%%')}"`;
}
