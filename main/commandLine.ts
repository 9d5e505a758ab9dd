import { resolve } from 'node:path';
import { MOVE_DIRECTIONS } from '../app/move/moveCalls.ts';
import type { Move } from './move/queueMove.ts';

/** The exit code of a start that was asked for wrongly. */
export const EXIT_BAD_USAGE = 2;

/** The value of `--NAME=VALUE`, the last one given, or null. Empty text counts as given. */
export function readSwitch(argv: readonly string[], name: string): string | null {
  const prefix = `--${name}=`;
  const given = argv
    .filter((argument) => argument.startsWith(prefix) || argument === `--${name}`)
    .at(-1);
  if (given === undefined) return null;
  return given.startsWith(prefix) ? given.slice(prefix.length) : '';
}

/** The move that is asked for, or null; without a file it stays without one. `folder`: where the program was started. */
export function readMove(argv: readonly string[], folder: string): Move | null {
  for (const direction of MOVE_DIRECTIONS) {
    const file = readSwitch(argv, `${direction}-queue`);
    if (file !== null) return { direction, file: file === '' ? '' : resolve(folder, file) };
  }
  return null;
}
