import { resolve } from 'node:path';
import {
  type PartialProvision,
  parsePartialProvision,
} from '../../app/settings/partialProvision.ts';
import { type ParsedText, parseProvision } from '../../app/settings/provision.ts';
import { readRecoveryKey } from '../vault/recoveryKey.ts';
import { type AdminFile, readAdminFile } from './adminFile.ts';
import type { Offer } from './offer.ts';

type FileRead<Value> = { ok: true; value: Value } | { ok: false; lines: string[] };

export type ProvisionRead = FileRead<Offer>;

interface ReadFile<Value> {
  value: Value;
  isTrusted: boolean;
  /** As `AdminFile`. */
  isUnjudged: boolean;
  path: string;
}

/** Reads and checks a provisioning file, once; every mistake is one line. Nothing is kept. */
export function readProvisionFile(path: string): ProvisionRead {
  if (path === '') return { ok: false, lines: ['--provision needs a file: --provision=FILE'] };
  const read = readBy(path, parseProvision);
  if (!read.ok) return read;
  const { value: provision, isTrusted, path: from } = read.value;
  return { ok: true, value: { provision, isTrusted, path: from } };
}

/** The same of one that may say a part of the settings only. */
export function readPartialFile(
  path: string,
): FileRead<{ part: PartialProvision; isTrusted: boolean; isUnjudged: boolean; path: string }> {
  const read = readBy(path, parsePartialProvision);
  if (!read.ok) return read;
  const { value: part, ...file } = read.value;
  return { ok: true, value: { part, ...file } };
}

function readBy<Value extends PartialProvision>(
  path: string,
  parse: (text: string) => ParsedText<Value>,
): FileRead<ReadFile<Value>> {
  let file: AdminFile;
  try {
    file = readAdminFile(path);
  } catch (error) {
    const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    return { ok: false, lines: [`${path}: ${why}`] };
  }
  const parsed = parse(file.text);
  if (parsed.ok) {
    const { isTrusted, isUnjudged = false } = file;
    const { recoveryKey = null } = parsed.value;
    if (recoveryKey !== null && readRecoveryKey(recoveryKey) === null)
      return { ok: false, lines: [`${path}: recoveryKey: is no X25519 public key`] };
    const value = { value: parsed.value, isTrusted, isUnjudged, path: resolve(path) };
    return { ok: true, value };
  }
  return { ok: false, lines: parsed.problems.map((problem) => `${path}: ${problem}`) };
}
