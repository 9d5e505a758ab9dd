import { resolve } from 'node:path';
import { MOVE_DIRECTIONS } from '../app/move/moveCalls.ts';
import { parseProvision } from '../app/settings/provision.ts';
import type { Move } from './move/queueMove.ts';
import { type AdminFile, readAdminFile } from './settings/adminFile.ts';
import type { Offer } from './settings/provisioning.ts';
import { readRecoveryKey } from './vault/recoveryKey.ts';

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

export type ProvisionRead = { ok: true; value: Offer } | { ok: false; lines: string[] };

/** Reads and checks a provisioning file, once; every mistake is one line. Nothing is kept. */
export function readProvisionFile(path: string): ProvisionRead {
  if (path === '') return { ok: false, lines: ['--provision needs a file: --provision=FILE'] };
  let file: AdminFile;
  try {
    file = readAdminFile(path);
  } catch (error) {
    const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    return { ok: false, lines: [`${path}: ${why}`] };
  }
  const parsed = parseProvision(file.text);
  if (parsed.ok) {
    const { isTrusted } = file;
    const { recoveryKey = null } = parsed.value;
    if (recoveryKey !== null && readRecoveryKey(recoveryKey) === null)
      return { ok: false, lines: [`${path}: recoveryKey: is no X25519 public key`] };
    return { ok: true, value: { provision: parsed.value, isTrusted, path: resolve(path) } };
  }
  return { ok: false, lines: parsed.problems.map((problem) => `${path}: ${problem}`) };
}
