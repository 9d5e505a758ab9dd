import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Dpapi, dpapiPath, openDpapi } from './dpapi.ts';
import {
  DpapiError,
  machineWrapper,
  userWrapper,
  type WindowsKeyWrapper,
  windowsWrapper,
} from './windowsKeys.ts';

const isWindows = process.platform === 'win32';

/** The real one; elsewhere than on Windows nothing asks for it. */
function realDpapi(): Dpapi {
  const opened = openDpapi(dpapiPath(null, join(import.meta.dirname, '..', '..')));
  if (!opened.ok) throw new Error(`no DPAPI: ${opened.failure} ${opened.detail}`);
  return opened.dpapi;
}

/** A DPAPI that fails as the native half does: in words with Windows' number in them. */
function failing(words: string): Dpapi {
  const fail = () => {
    throw new Error(words);
  };
  return { protectData: fail, unprotectData: fail };
}

function refusalOf(act: () => unknown): DpapiError {
  try {
    act();
  } catch (error) {
    if (error instanceof DpapiError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const WRAPPERS: [string, (dpapi: Dpapi) => WindowsKeyWrapper, string][] = [
  ['user', userWrapper, 'dpapi-user'],
  ['machine', machineWrapper, 'dpapi-machine'],
];

describe.runIf(isWindows)('a key that Windows wraps (takes a DPAPI: npm run test:windows)', () => {
  describe.each(WRAPPERS)('for the %s', (_scope, wrapperOf, protection) => {
    test('comes back the same, also by another wrapper, and never lies there as it is', () => {
      const dpapi = realDpapi();
      const wrapper = wrapperOf(dpapi);
      expect(wrapper.protection).toBe(protection);
      for (let count = 0; count < 20; count += 1) {
        // A slice of something larger, as Node's own buffers are.
        const key = randomBytes(64).subarray(count, count + 32);
        const wrapped = wrapper.wrap(key);
        expect(wrapped.includes(key)).toBe(false);
        expect(wrapped.equals(wrapper.wrap(key))).toBe(false);
        expect(wrapperOf(realDpapi()).unwrap(Buffer.from(wrapped))).toEqual(key);
      }
    });

    test('with any byte flipped is refused, or is the same key: never another', () => {
      const wrapper = wrapperOf(realDpapi());
      const key = randomBytes(32);
      const wrapped = wrapper.wrap(key);
      const same: number[] = [];
      for (let at = 0; at < wrapped.length; at += 1) {
        const flipped = Buffer.from(wrapped);
        flipped[at] = (flipped[at] ?? 0) ^ 1;
        try {
          expect(wrapper.unwrap(flipped)).toEqual(key);
          same.push(at);
        } catch (error) {
          if (!(error instanceof DpapiError)) throw error;
        }
      }
      // Only what says how it was made (description, names of algorithms) may be written otherwise.
      expect(same.length).toBeLessThan(wrapped.length / 2);
    });

    test('with an entropy that is not ours is refused by number', () => {
      const dpapi = realDpapi();
      const wrapped = wrapperOf(dpapi).wrap(randomBytes(32));
      for (const entropy of [null, Buffer.from('another')]) {
        expect(() => dpapi.unprotectData(wrapped, entropy, 'CurrentUser')).toThrow(/code: 13/);
      }
      const foreign = dpapi.protectData(randomBytes(32), Buffer.from('another'), 'CurrentUser');
      const refusal = refusalOf(() => wrapperOf(dpapi).unwrap(Buffer.from(foreign)));
      expect(refusal).toMatchObject({ code: 'DPAPI_REFUSED', windowsCode: 13 });
    });

    test.each([
      ['nothing', ''],
      ['junk', 'junk'],
      ['half', 'half'],
    ])('of which %s is left is refused', (what) => {
      const wrapper = wrapperOf(realDpapi());
      const wrapped = wrapper.wrap(randomBytes(32));
      const left = {
        nothing: Buffer.alloc(0),
        junk: Buffer.from('junk'),
        half: wrapped.subarray(0, 90),
      };
      refusalOf(() => wrapper.unwrap(left[what as keyof typeof left]));
    });
  });

  test('for the user is none for the machine, and the other way round', () => {
    const dpapi = realDpapi();
    const key = randomBytes(32);
    const [user, machine] = [userWrapper(dpapi), machineWrapper(dpapi)];
    refusalOf(() => machine.unwrap(user.wrap(key)));
    refusalOf(() => user.unwrap(machine.wrap(key)));
  });

  test('says no more of Windows than its number where it cannot be unwrapped', () => {
    const refusal = refusalOf(() => userWrapper(realDpapi()).unwrap(Buffer.from('junk')));
    expect(refusal.message).toBe('Windows refused (13)');
  });
});

describe('a wrapper of Windows', () => {
  test.each([
    ['Encryption/Decryption failed. Error code: 13', 13, 'Windows refused (13)'],
    [
      'Encryption/Decryption failed. Error code: 2148073483',
      0x8009000b,
      'Windows refused (0x8009000B)',
    ],
    ['something else', null, 'Windows refused (no number)'],
  ])('tells Windows’ number of "%s" as its pages list it', (words, windowsCode, message) => {
    for (const [, wrapperOf] of WRAPPERS) {
      const wrapper = wrapperOf(failing(words));
      for (const act of [wrapper.wrap, wrapper.unwrap]) {
        expect(refusalOf(() => act(Buffer.alloc(32)))).toMatchObject({ windowsCode, message });
      }
    }
  });

  test('is the user’s for one queue per user, and the machine’s for one per PC', () => {
    const dpapi = failing('');
    expect(windowsWrapper(dpapi, 'user').protection).toBe('dpapi-user');
    expect(windowsWrapper(dpapi, 'pc').protection).toBe('dpapi-machine');
  });
});
