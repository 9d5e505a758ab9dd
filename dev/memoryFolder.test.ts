import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { makeMemoryFolder } from './memoryFolder.ts';

const made: string[] = [];

function make(mounts?: string): string | null {
  const folder = makeMemoryFolder(mounts === undefined ? undefined : () => mounts);
  if (folder !== null) made.push(folder);
  return folder;
}

const hasMemory = process.platform === 'linux' && make() !== null;

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

test('tests keep their files on the disk where memory has no place for them, or starts no programs', () => {
  expect(make('/dev/vda / ext4 rw 0 0')).toBeNull();
  expect(make('shm /dev/shm tmpfs rw,nosuid,noexec 0 0')).toBeNull();
  expect(make('/dev/vda /dev/shm ext4 rw 0 0')).toBeNull();
  expect(make('')).toBeNull();
});

test.runIf(hasMemory)('every user may write into a folder in memory', () => {
  expect(statSync(make() ?? '').mode & 0o7777).toBe(0o1777);
});

test.runIf(hasMemory)(
  'what a killed run has left in memory goes with the next run, and nothing of one that runs',
  () => {
    const abandoned = '/dev/shm/tillside-tests-4194399-abcdef';
    mkdirSync(abandoned, { recursive: true });
    const mine = make() ?? '';
    expect(existsSync(abandoned)).toBe(false);
    make();
    expect(existsSync(mine)).toBe(true);
  },
);
