import type { SafeStorage } from 'electron';
import type { KeyWrapper, KeyWrappers } from './dataKey.ts';
import { isUnderKnownPassword } from './knownPasswords.ts';

/** No key store: the key lies in its file, readable for this user account only. */
export const plainWrapper: KeyWrapper = {
  protection: 'none',
  wrap: (key) => key,
  unwrap: (wrapped) => wrapped,
};

/**
 * Electron's `safeStorage` (DPAPI, Keychain, libsecret), or the announced fallback where the system
 * has no key store or only the pretence of one (`basic_text`).
 */
export function systemWrapper(safeStorage: SafeStorage): KeyWrapper {
  if (!safeStorage.isEncryptionAvailable() || isPretence(safeStorage)) return plainWrapper;
  return {
    protection: 'os',
    wrap: (key) => safeStorage.encryptString(key.toString('base64')),
    unwrap: (wrapped) => {
      // Chromium opens it with a keyring as well, and whoever can write to the folder can have made it.
      if (process.platform === 'linux' && isUnderKnownPassword(wrapped))
        throw new Error('wrapped under a password that everybody knows');
      return Buffer.from(safeStorage.decryptString(wrapped), 'base64');
    },
  };
}

function isPretence(safeStorage: SafeStorage): boolean {
  // Linux only, and not in every Electron that the app runs on.
  if (process.platform !== 'linux' || !('getSelectedStorageBackend' in safeStorage)) return false;
  return safeStorage.getSelectedStorageBackend() === 'basic_text';
}

/** What a start has: the preferred wrapper, others that may have wrapped something once, and a key that lies there as it is. */
export function wrappersOf(
  preferred: KeyWrapper,
  former: readonly KeyWrapper[] = [],
  choices: KeyWrappers['choices'] = [],
): KeyWrappers {
  return { preferred, known: [preferred, ...former, plainWrapper], choices };
}
