import { describe, expect, test } from 'vitest';
import type { Judgement } from '../settings/windowsPolicy.ts';
import { type FolderWorld, SHARED, usualFolder } from './usualFolder.ts';

const ROAMING = 'C:\\Users\\till\\AppData\\Roaming\\Tillside';
const OWN = 'C:\\Users\\till\\AppData\\Local\\Tillside\\data';
const NOTE = 'C:\\Users\\till\\AppData\\Local\\Tillside\\shared-queue.txt';

/** A user's files, which outlive a start. */
const files = () => {
  const kept = new Map<string, string>();
  return {
    kept,
    read: (path: string) => kept.get(path) ?? null,
    keep: (path: string, text: string | null) => {
      if (text === null) kept.delete(path);
      else kept.set(path, text);
    },
  };
};

const windows = (more: Partial<FolderWorld> = {}): FolderWorld => ({
  platform: 'win32',
  env: { LOCALAPPDATA: 'C:\\Users\\till\\AppData\\Local' },
  home: () => 'C:\\Users\\till',
  identityOf: () => null,
  belongToAdministrators: () => true,
  isSetUp: () => false,
  read: () => null,
  keep: () => undefined,
  ...more,
});
const folderIn = (more: Partial<FolderWorld>) => usualFolder(ROAMING, windows(more))?.folder;
const codesIn = (more: Partial<FolderWorld>) =>
  usualFolder(ROAMING, windows(more))?.warnings.map(({ code }) => code);

test('on Windows a till’s data do not roam with its user', () => {
  expect(folderIn({})).toBe(OWN);
  expect(folderIn({ env: {} })).toBe(OWN);
  expect(folderIn({ env: { LOCALAPPDATA: 'elsewhere' } })).toBe(OWN);
});

test('elsewhere the data lie where Electron puts them', () => {
  const world = windows({ platform: 'linux', identityOf: () => '1' });
  expect(usualFolder('/home/till/.config/Tillside', world)).toEqual({
    folder: '/home/till/.config/Tillside',
    warnings: [],
  });
});

describe('all who work at a PC share one queue', () => {
  const there = { identityOf: (path: string) => (path === SHARED ? '1' : null) };

  test('where an administrator has made the folder for it', () => {
    const asked: (readonly string[])[] = [];
    const belongToAdministrators = (paths: readonly string[]) => {
      asked.push(paths);
      return true;
    };
    expect(folderIn({ ...there, belongToAdministrators })).toBe(SHARED);
    expect(asked).toEqual([[SHARED, 'C:\\ProgramData\\Tillside']]);
  });

  test('and not where any user may have made it', () => {
    expect(folderIn({ ...there, belongToAdministrators: () => false })).toBe(OWN);
    expect(codesIn({ ...there, belongToAdministrators: () => false })).toEqual([]);
  });

  test('and go on in it, once it was judged, on days on which nobody can judge it', () => {
    const { kept, ...notes } = files();
    expect(folderIn({ ...there, ...notes })).toBe(SHARED);
    expect([...kept]).toEqual([[NOTE, '1']]);
    const belongToAdministrators = () => {
      throw new Error('nobody is asked');
    };
    expect(folderIn({ ...there, ...notes, belongToAdministrators })).toBe(SHARED);
    expect(codesIn({ ...there, ...notes, belongToAdministrators })).toEqual([]);
  });

  test('but no other folder for it that has come into its place', () => {
    const { kept: _, ...notes } = files();
    usualFolder(ROAMING, windows({ ...there, ...notes }));
    const other = { ...notes, identityOf: () => '2' };
    expect(folderIn({ ...other, belongToAdministrators: () => false })).toBe(OWN);
    expect(codesIn({ ...other, belongToAdministrators: () => false })).toEqual([
      'queue.shared-gone',
    ]);
    expect(usualFolder(ROAMING, windows({ ...other, belongToAdministrators: () => null }))).toBe(
      null,
    );
  });
});

describe('where nobody can say whose the shared folder is', () => {
  const unjudged = { identityOf: () => '1', belongToAdministrators: (): Judgement => null };

  test('no empty queue is opened instead', () => {
    expect(usualFolder(ROAMING, windows(unjudged))).toBeNull();
  });

  test('a user who has a queue of his own goes on with it, and is told', () => {
    const world = { ...unjudged, isSetUp: (folder: string) => folder === OWN };
    expect(folderIn(world)).toBe(OWN);
    expect(codesIn(world)).toEqual(['queue.shared-unjudged']);
  });

  test('a user who has worked in a shared one waits for it, whatever his own folder has', () => {
    const world = { ...unjudged, isSetUp: () => true, read: () => '0' };
    expect(usualFolder(ROAMING, windows(world))).toBeNull();
  });

  test('a note that a power cut has emptied says nothing', () => {
    expect(usualFolder(ROAMING, windows({ ...unjudged, read: () => '' }))).toBeNull();
  });

  test('nor is it taken for none where it may not even be looked at', () => {
    const identityOf = () => {
      throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
    };
    expect(usualFolder(ROAMING, windows({ ...unjudged, identityOf }))).toBeNull();
    expect(usualFolder(ROAMING, windows({ ...unjudged, identityOf, read: () => '' }))).toBeNull();
    const { kept, ...notes } = files();
    expect(folderIn({ identityOf, ...notes })).toBe(SHARED);
    expect(kept.size).toBe(0);
  });
});

describe('a shared queue that is not there any more', () => {
  test('is told until a till has been set up without it, and once more at its start', () => {
    const { kept, ...notes } = files();
    notes.keep(NOTE, '1');
    expect(codesIn(notes)).toEqual(['queue.shared-gone']);
    expect(codesIn(notes)).toEqual(['queue.shared-gone']);
    const isSetUp = (folder: string) => folder === OWN;
    expect(codesIn({ ...notes, isSetUp })).toEqual(['queue.shared-gone']);
    expect(kept.size).toBe(0);
    expect(codesIn({ ...notes, isSetUp })).toEqual([]);
  });

  test('is nothing to tell where nobody has worked in one', () => {
    expect(codesIn({})).toEqual([]);
  });
});
