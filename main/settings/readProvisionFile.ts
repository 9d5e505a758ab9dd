import { resolve } from 'node:path';
import { parseProvision } from '../../app/settings/provision.ts';
import { readRecoveryKey } from '../vault/recoveryKey.ts';
import { type AdminFile, readAdminFile } from './adminFile.ts';
import type { Offer } from './offer.ts';

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
