import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { errorCode } from './files/durableFile.ts';
import { lockRefusal } from './lockRefusal.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillside-refusal-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

describe.skipIf(process.platform === 'win32')(
  'that nobody else has the data folder is known',
  () => {
    test('where there is none yet: it will be made', () => {
      expect(lockRefusal(folder)).toBeNull();
      expect(errorCode(lockRefusal(join(folder, 'none')))).toBe('ENOENT');
    });

    test('where the place for the socket of the lock takes nothing', () => {
      vi.stubEnv('TMPDIR', join(folder, 'none'));
      expect(errorCode(lockRefusal(folder))).toBe('ENOENT');
    });
  },
);
