import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { isNetworkPath, isOfShare, isOnShare } from './networkShare.ts';
import { readTraits } from './readTraits.ts';
import { NO_TRAITS, SHARED } from './traits.ts';
import { traitsElsewhere } from './traitsElsewhere.ts';

/** Of a file system without a disk: major 0. */
const WITHOUT_DISK = 0x2f;

describe('a folder on a network share is told by its file system', () => {
  test.each([
    ['NFS', 0x6969],
    ['SMB', 0x517b],
    ['CIFS', 0xff534d42],
    ['CIFS, of a system with 32 bits', 0xff534d42 | 0],
    ['SMB 2', 0xfe534d42],
    ['sshfs, GlusterFS or virtiofs', 0x65735546],
    ['9P', 0x01021997],
    ['Ceph', 0x00c36400],
    ['AFS', 0x5346414f],
  ])('%s', (_, type) => {
    expect(isOfShare({ type }, WITHOUT_DISK)).toBe(true);
  });

  test.each([
    ['ext4', 0xef53, 0x802],
    ['btrfs, which has no number of a disk', 0x9123683e, WITHOUT_DISK],
    ['tmpfs', 0x01021994, WITHOUT_DISK],
    ['overlay', 0x794c7630, WITHOUT_DISK],
    ['a disk of NTFS behind FUSE', 0x65735546, 0x811],
  ])('and %s is none', (_, type, device) => {
    expect(isOfShare({ type }, device)).toBe(false);
  });

  test.each([
    '\\\\server\\tills\\1',
    '//server/tills/1',
    '\\\\?\\UNC\\server\\tills\\1',
    '\\\\10.0.0.7\\c$',
  ])('on Windows by its path: %s', (path) => {
    expect(isNetworkPath(path)).toBe(true);
  });

  test.each(['C:\\Users\\till', '\\\\?\\C:\\Users\\till', '\\\\.\\C:\\till', '\\till', 'C:/till'])(
    'and not where a disk has it: %s',
    (path) => {
      expect(isNetworkPath(path)).toBe(false);
    },
  );
});

test('a folder on this disk is none, and one that is not there stops nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillside-share-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(isOnShare(folder)).toBe(false);
  const gone = { question: 'computer', folder: join(folder, 'gone') } as const;
  expect(readTraits(gone)).not.toBe(SHARED);
});

test.each([
  [SHARED, SHARED],
  ['SHARED', NO_TRAITS],
  [null, NO_TRAITS],
])('the process that looks says %j, and that is taken for %j', async (answer, expected) => {
  const reader = {
    once: (event: string, listener: (answer: unknown) => void) => {
      if (event === 'message') setImmediate(listener, answer);
    },
    postMessage: vi.fn(),
    kill: () => true,
  };
  expect(await traitsElsewhere(() => reader, '/tills')).toEqual(expected);
  expect(reader.postMessage).toHaveBeenCalledWith({ question: 'computer', folder: '/tills' });
});
