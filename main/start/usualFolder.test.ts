import { expect, test } from 'vitest';
import { type FolderWorld, usualFolder } from './usualFolder.ts';

const ROAMING = 'C:\\Users\\till\\AppData\\Roaming\\Tillside';
const SHARED = 'C:\\ProgramData\\Tillside\\data';

const windows = (more: Partial<FolderWorld> = {}): FolderWorld => ({
  platform: 'win32',
  env: { LOCALAPPDATA: 'C:\\Users\\till\\AppData\\Local' },
  home: () => 'C:\\Users\\till',
  isFolder: () => false,
  belongToAdministrators: () => true,
  ...more,
});

test('on Windows a till’s data do not roam with its user', () => {
  const local = 'C:\\Users\\till\\AppData\\Local\\Tillside\\data';
  expect(usualFolder(ROAMING, windows())).toBe(local);
  expect(usualFolder(ROAMING, windows({ env: {} }))).toBe(local);
  expect(usualFolder(ROAMING, windows({ env: { LOCALAPPDATA: 'elsewhere' } }))).toBe(local);
});

test('all who work at a PC share one queue where an administrator has made the folder for it', () => {
  const asked: (readonly string[])[] = [];
  const world = windows({
    isFolder: (path) => path === SHARED,
    belongToAdministrators: (paths) => {
      asked.push(paths);
      return true;
    },
  });
  expect(usualFolder(ROAMING, world)).toBe(SHARED);
  expect(asked).toEqual([[SHARED, 'C:\\ProgramData\\Tillside']]);
});

test('a folder there that any user may have made is nobody’s queue', () => {
  const world = windows({ isFolder: () => true, belongToAdministrators: () => false });
  expect(usualFolder(ROAMING, world)).toMatch(/AppData\\Local/);
});

test('elsewhere the data lie where Electron puts them', () => {
  const world = windows({ platform: 'linux', isFolder: () => true });
  expect(usualFolder('/home/till/.config/Tillside', world)).toBe('/home/till/.config/Tillside');
});
