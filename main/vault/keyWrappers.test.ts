import type { SafeStorage } from 'electron';
import { afterEach, expect, test, vi } from 'vitest';
import { wrapUnderPassword } from '../../testing/doubles/wrapUnderPassword.ts';
import { plainWrapper, systemWrapper } from './keyWrappers.ts';

/** Electron's key store, in what it is asked here; `backend` as Linux names it. */
function storage(isAvailable: boolean, backend?: string): SafeStorage {
  const asked = {
    isEncryptionAvailable: () => isAvailable,
    encryptString: (text: string) => Buffer.from(`wrapped ${text}`),
    decryptString: (bytes: Buffer) => bytes.toString().replace('wrapped ', ''),
    ...(backend === undefined ? {} : { getSelectedStorageBackend: () => backend }),
  };
  return asked as unknown as SafeStorage;
}

afterEach(() => void vi.restoreAllMocks());

function on(platform: NodeJS.Platform): void {
  vi.spyOn(process, 'platform', 'get').mockReturnValue(platform);
}

test('where the system has a key store, the key is wrapped by it and comes back the same', () => {
  on('linux');
  const wrapper = systemWrapper(storage(true, 'gnome_libsecret'));
  const key = Buffer.from([0, 255, 128, 10]);
  expect(wrapper.protection).toBe('os');
  expect(wrapper.wrap(key).toString()).toBe(`wrapped ${key.toString('base64')}`);
  expect(wrapper.unwrap(wrapper.wrap(key))).toEqual(key);
});

test('where it has none, or only the pretence of one, that is admitted', () => {
  on('linux');
  expect(systemWrapper(storage(false))).toBe(plainWrapper);
  expect(systemWrapper(storage(true, 'basic_text'))).toBe(plainWrapper);
});

test.each([
  ['of basic_text', 'peanuts', 'v10'],
  ['that is empty', '', 'v11'],
] as const)(
  'what is wrapped under the password %s is not taken for the keyring’s',
  (_which, password, prefix) => {
    on('linux');
    const wrapped = wrapUnderPassword(Buffer.alloc(32, 7), password, prefix);
    // As Chromium does, which opens both with any keyring.
    const opens = { decryptString: () => Buffer.alloc(32, 7).toString('base64') };
    const store = Object.assign(storage(true, 'gnome_libsecret'), opens);
    expect(() => systemWrapper(store).unwrap(wrapped)).toThrow('everybody knows');
    const secret = wrapUnderPassword(Buffer.alloc(32, 7), 'a secret of the keyring', 'v11');
    expect(systemWrapper(store).unwrap(secret)).toEqual(Buffer.alloc(32, 7));
    on('darwin');
    expect(systemWrapper(store).unwrap(wrapped)).toEqual(Buffer.alloc(32, 7));
  },
);

test('a system that does not name its key store is believed', () => {
  on('linux');
  expect(systemWrapper(storage(true)).protection).toBe('os');
  on('win32');
  expect(systemWrapper(storage(true, 'basic_text')).protection).toBe('os');
});

test('without a key store the key lies there as it is', () => {
  const key = Buffer.from([1, 2, 3]);
  expect(plainWrapper.protection).toBe('none');
  expect(plainWrapper.unwrap(plainWrapper.wrap(key))).toEqual(key);
});
