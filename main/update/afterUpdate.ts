import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve, win32 } from 'node:path';
import { z } from 'zod';
import { readSwitch } from '../commandLine.ts';
import { HIDDEN } from '../companion/startAtSignIn.ts';
import { readShortTextNow } from '../files/readShortText.ts';
import { ownFolder } from '../start/usualFolder.ts';

/** An installer that takes longer (ms) starts a program that somebody has started before. */
const FRESH_MS = 15 * 60_000;

const MAX_NOTE = 8 * 1024;

const noteSchema = z.object({
  at: z.number(),
  isHidden: z.boolean(),
  dataFolder: z.string().max(4_096).nullable(),
});

/** Beside a user's own data folder on Windows: how the program ran that an installer starts again without a word of it. */
export function notePath(): string {
  return win32.join(win32.dirname(ownFolder()), 'after-update.json');
}

/** Before the installer is started. Throws what the disk throws. `args`: with which the program is to come back. */
export function noteStart(path: string, args: readonly string[], now: number): void {
  const named = readSwitch(args, 'user-data-dir');
  const note = {
    at: now,
    isHidden: readSwitch(args, HIDDEN) !== null,
    // The installer stands somewhere else.
    dataFolder: named === null || isAnyAbsolute(named) ? named : resolve(named),
  };
  // Who has never had data of their own there has no such folder.
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(note), { mode: 0o600 });
}

/** The same for all that starts this program again later, an update after this one too: `process.argv` names it. */
export function goOnAfterUpdate(
  process: { argv: string[] },
  args: readonly string[],
  path: string,
  now: number,
): string[] {
  const all = argsAfterUpdate(args, path, now);
  process.argv.splice(1, process.argv.length, ...all);
  return all;
}

/** Of a start: with what the program ran before, where an installer has started it after an update; read once. */
export function argsAfterUpdate(args: readonly string[], path: string, now: number): string[] {
  if (readSwitch(args, 'updated') === null) return [...args];
  const read = noteSchema.safeParse(parsed(readShortTextNow(path, MAX_NOTE)));
  try {
    rmSync(path, { force: true });
  } catch {
    // It is too old soon.
  }
  if (!read.success || Math.abs(now - read.data.at) > FRESH_MS) return [...args];
  const { isHidden, dataFolder } = read.data;
  const isNamed = readSwitch(args, 'user-data-dir') !== null;
  return [
    ...args,
    ...(isHidden ? [`--${HIDDEN}`] : []),
    ...(dataFolder === null || isNamed ? [] : [`--user-data-dir=${dataFolder}`]),
  ];
}

function isAnyAbsolute(path: string): boolean {
  return win32.isAbsolute(path) || path === '';
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
