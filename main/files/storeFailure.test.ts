import { expect, test } from 'vitest';
import { asWriteFailure } from './storeFailure.ts';

test.each([
  ['ENOSPC', 'store.disk-full'],
  ['EDQUOT', 'store.disk-full'],
  ['EROFS', 'store.read-only'],
  ['EACCES', 'store.read-only'],
  ['EPERM', 'store.read-only'],
  ['EIO', 'store.failed'],
])('%s is told as %s', (code, failure) => {
  const error = Object.assign(new Error('refused'), { code });
  expect(asWriteFailure(error)).toEqual({ ok: false, failure, detail: code });
});

test('a failure that is none of the file system is told all the same', () => {
  expect(asWriteFailure(new Error('a bug'))).toEqual({
    ok: false,
    failure: 'store.failed',
    detail: 'unknown',
  });
});
