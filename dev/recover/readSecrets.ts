import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { normalisePassphrase, passphraseProblem } from '../../app/move/passphrase.ts';
import { errorCode } from '../../main/files/durableFile.ts';
import { readPrivateRecoveryKey } from '../../main/vault/recoveryKey.ts';
import { type Failure, failure } from './failure.ts';

/** Asks without showing what is typed; null where there is no terminal. */
export type AskSecret = ((question: string) => Promise<string>) | null;

const WORDS = {
  'passphrase.short': failure('passphrase-short', 'The passphrase has 8 characters at least.'),
  'passphrase.weak': failure('passphrase-weak', 'The passphrase has four different characters.'),
} as const;

/** The private half of the recovery key. */
export async function readPrivateKey(
  file: string,
): Promise<{ ok: true; key: KeyObject } | Failure> {
  const text = await readText(file, 'private-key-unreadable', '--private-key');
  if (typeof text !== 'string') return text;
  const key = readPrivateRecoveryKey(text);
  if (key !== null) return { ok: true, key };
  const says = '--private-key holds no private half of a recovery key (X25519, not encrypted).';
  return failure('private-key-none', says);
}

/** The passphrase of the new export: out of a file, or asked twice. */
export async function readPassphrase(
  file: string | null,
  ask: AskSecret,
): Promise<{ ok: true; passphrase: string } | Failure> {
  const given = file === null ? await asked(ask) : await fromFile(file);
  if (typeof given !== 'string') return given;
  const problem = passphraseProblem(given);
  return problem === null ? { ok: true, passphrase: given } : WORDS[problem];
}

async function fromFile(file: string): Promise<string | Failure> {
  const text = await readText(file, 'passphrase-missing', '--passphrase-file');
  if (typeof text !== 'string') return text;
  const isOneLine = !/[\r\n]/.test(text.trim());
  return isOneLine
    ? text
    : failure('passphrase-missing', '--passphrase-file has more than a line.');
}

async function asked(ask: AskSecret): Promise<string | Failure> {
  if (ask === null)
    return failure('passphrase-missing', 'There is no terminal to ask on: give --passphrase-file.');
  const first = await ask('Passphrase of the new export: ');
  const problem = passphraseProblem(first);
  if (problem !== null) return WORDS[problem];
  const second = await ask('Once more: ');
  return normalisePassphrase(first) === normalisePassphrase(second)
    ? first
    : failure('passphrase-differs', 'The passphrase was not the same both times.');
}

async function readText(
  file: string,
  code: 'private-key-unreadable' | 'passphrase-missing',
  option: string,
): Promise<string | Failure> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const disk = errorCode(error);
    if (disk === '') throw error;
    return failure(code, `${option} cannot be read: ${disk}.`);
  }
}
