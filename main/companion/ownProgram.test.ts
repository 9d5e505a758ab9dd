import { describe, expect, test } from 'vitest';
import { ownProgram } from './ownProgram.ts';

const LINUX = { platform: 'linux' as const, temporary: '/tmp', execPath: '/opt/Tillside/tillside' };
const IMAGE = { APPIMAGE: '/home/till/Tillside.AppImage', APPDIR: '/tmp/.mount_TillsiX' };

describe('what starts with the session is this program:', () => {
  test('an AppImage is started by the file that stays, not out of its mount', () => {
    const world = { ...LINUX, execPath: '/tmp/.mount_TillsiX/tillside', env: IMAGE };
    expect(ownProgram(world)).toBe(IMAGE.APPIMAGE);
  });

  test.each([
    {},
    { APPIMAGE: '/opt/pos/TheirPos.AppImage' },
    { APPIMAGE: '/opt/pos/TheirPos.AppImage', APPDIR: '/tmp/.mount_TheirP' },
    { APPIMAGE: '/opt/pos/TheirPos.AppImage', APPDIR: '/opt/Till' },
    { APPIMAGE: '/opt/pos/TheirPos.AppImage', APPDIR: '' },
  ])('an AppImage that has started it is another program: %o', (env) => {
    expect(ownProgram({ ...LINUX, env })).toBe(LINUX.execPath);
  });

  const WINDOWS = {
    platform: 'win32' as const,
    temporary: 'C:\\Users\\till\\AppData\\Local\\Temp',
  };
  const UNPACKED = 'C:\\Users\\till\\AppData\\Local\\temp\\2x9\\Tillside.exe';
  const INSTALLED = 'C:\\Program Files\\Tillside\\Tillside.exe';
  const PORTABLE = {
    PORTABLE_EXECUTABLE_FILE: 'D:\\POS\\Tillside-Portable-0.1.0.exe',
    PORTABLE_EXECUTABLE_APP_FILENAME: 'tillside',
  };

  test('the portable program is started by the file that stays, not out of the folder it unpacks itself into', () => {
    const world = { ...WINDOWS, execPath: UNPACKED, env: PORTABLE };
    expect(ownProgram(world)).toBe(PORTABLE.PORTABLE_EXECUTABLE_FILE);
  });

  test('an installed one that a portable one has started is itself', () => {
    expect(ownProgram({ ...WINDOWS, execPath: INSTALLED, env: PORTABLE })).toBe(INSTALLED);
    expect(ownProgram({ ...WINDOWS, execPath: INSTALLED, env: {} })).toBe(INSTALLED);
    const theirs = { ...PORTABLE, PORTABLE_EXECUTABLE_APP_FILENAME: 'TheirPos' };
    expect(ownProgram({ ...WINDOWS, execPath: UNPACKED, env: theirs })).toBe(UNPACKED);
  });
});
