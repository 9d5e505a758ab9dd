import { describe, expect, test } from 'vitest';
import { watermarkFolderSchema } from './watermarkFolder.ts';

const problem = (value: unknown) =>
  watermarkFolderSchema.safeParse(value).error?.issues[0]?.message;

describe('the second place of the numbers', () => {
  test.each(['', '/mnt/usb', 'D:\\marks', 'd:/marks', '\\\\server\\share\\marks', '\\\\nas\\盘'])(
    'may be %j',
    (folder) => {
      expect(problem(folder)).toBeUndefined();
    },
  );

  test.each([
    'marks',
    './marks',
    'D:',
    'D:marks',
    '\\\\server',
    '\\marks',
    '\\\\?\\C:\\marks',
    '\\\\.\\PhysicalDrive0\\x',
    'file:///marks',
  ])('is a whole path, and no %j', (folder) => {
    expect(problem(folder)).toBe('must be a whole path');
  });

  test('has no sign that nobody sees, and a length that Windows takes', () => {
    expect(problem('/mnt/\u0000usb')).toBe('has a control character');
    expect(problem('/mnt/\ud800')).toBe('has a broken character');
    expect(problem(`/${'x'.repeat(259)}`)).toBe('must have at most 259 characters');
    expect(problem(7)).toBe('must be text');
  });
});
