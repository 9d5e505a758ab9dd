import type { SafeStorage } from 'electron';
import { afterEach, expect, test, vi } from 'vitest';
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
