import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DpapiBindings } from '@primno/dpapi';

/** Windows' DPAPI: `CryptProtectData` and `CryptUnprotectData`. Both throw what Windows says, with its number. */
export type Dpapi = Pick<DpapiBindings, 'protectData' | 'unprotectData'>;

/** SHA-256 of the native file of `@primno/dpapi` 2.0.1, by processor. A test compares them with the package. */
export const DPAPI_FILES: Readonly<Record<string, string>> = {
  x64: '386e7a520b143aa7b6fa1a28a0237391a938bbedd0b245733a3da3a215026a3f',
  arm64: '6a5cc9c5b3e390fe08fea0de3a22248d5836cea0b26aa6a80d9447c45ec04b12',
};

/**
 * Why there is no DPAPI. `missing`: the file is not there or cannot be read (an antivirus took it away); `altered`: its
 * bytes are others than those that were built with; `refused`: Windows does not load it.
 */
export type DpapiRefusal = 'missing' | 'altered' | 'refused';

export type OpenedDpapi =
  | { ok: true; dpapi: Dpapi }
  | { ok: false; failure: DpapiRefusal; detail: string };

/** Where the native file lies. `resources`: the folder of `app.asar`, null for an app that is not packed. */
export function dpapiPath(
  resources: string | null,
  projectFolder: string,
  arch: string = process.arch,
): string {
  // electron-builder.yml puts the one of the package's processor there.
  if (resources !== null) return join(resources, 'dpapi.node');
  const prebuilt = join('node_modules', '@primno', 'dpapi', 'prebuilds', `win32-${arch}`);
  return join(projectFolder, prebuilt, '@primno+dpapi.node');
}

/**
 * Loads the native file, after its bytes have been compared: it lies beside `app.asar`, whose seal does not cover it, and
 * a file that a bad disk has altered ends the program without a word where it is run.
 */
export function openDpapi(path: string, arch: string = process.arch): OpenedDpapi {
  const loaded: { exports: Partial<Dpapi> } = { exports: {} };
  try {
    const digest = createHash('sha256').update(readFileSync(path)).digest('hex');
    if (digest !== DPAPI_FILES[arch]) return { ok: false, failure: 'altered', detail: digest };
  } catch (error) {
    return { ok: false, failure: 'missing', detail: detailOf(error) };
  }
  try {
    process.dlopen(loaded, path);
  } catch (error) {
    return { ok: false, failure: 'refused', detail: detailOf(error) };
  }
  const { protectData, unprotectData } = loaded.exports;
  if (protectData === undefined || unprotectData === undefined) {
    throw new Error(`${path} is no DPAPI`);
  }
  return { ok: true, dpapi: { protectData, unprotectData } };
}

function detailOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
