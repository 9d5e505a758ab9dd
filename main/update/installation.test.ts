import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type InstallationWorld, neverUpdates, UPDATE_CONFIG } from './installation.ts';

const SIGNED = 'provider: generic\npublisherName:\n  - CN=Shop Software\n';

const cannotBeRefused = process.platform === 'win32' || process.getuid?.() === 0;

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-installed-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A program of Windows that lies in `C:\…`; its configuration in a real folder. */
async function windows(config: string | null, more: Partial<InstallationWorld> = {}) {
  const resourcesFolder = await freshFolder();
  if (config !== null) await writeFile(join(resourcesFolder, UPDATE_CONFIG), config);
  return neverUpdates({
    platform: 'win32',
    env: { ProgramFiles: 'D:\\Programme' },
    execPath: 'C:\\Users\\till\\AppData\\Local\\Programs\\Tillside\\Tillside.exe',
    temporary: 'C:\\Users\\till\\AppData\\Local\\Temp',
    isPackaged: true,
    resourcesFolder,
    dataFolder: 'C:\\Users\\till\\AppData\\Local\\Tillside\\data',
    ...more,
  });
}

test('a program that a developer runs never updates itself', async () => {
  expect(await windows(SIGNED, { isPackaged: false })).toBe('unpacked');
});

test('one that names nobody whose signature an update must have never does', async () => {
  const config = 'provider: generic\nurl: https://updates.example.com\n';
  expect(await windows(null)).toBe('not-built-for-it');
  for (const nobody of [
    '',
    'publisherName:\n',
    'publisherName: null\n',
    'publisherName: []\n',
    'publisherName: # later\n',
  ])
    expect(await windows(`${config}${nobody}updaterCacheDirName: x\n`), nobody).toBe(
      'no-publisher',
    );
  for (const somebody of [
    'publisherName: Shop Software\n',
    "publisherName:\n  - 'CN=Shop'\n",
    'publisherName:\r\n- Shop\r\n',
  ])
    expect(await windows(`${config}${somebody}updaterCacheDirName: x\n`), somebody).toBe(null);
});

test('a portable program of Windows never does: it runs out of a folder that goes with it', async () => {
  const temporary = 'C:\\Users\\till\\AppData\\Local\\Temp';
  const env = {
    PORTABLE_EXECUTABLE_FILE: 'D:\\Tillside-Portable.exe',
    PORTABLE_EXECUTABLE_APP_FILENAME: 'tillside',
  };
  const execPath = `${temporary}\\2abc\\Tillside.exe`;
  expect(await windows(SIGNED, { env, execPath, temporary })).toBe('portable');
});

test('one whose queue lies in its own folder never does: its installer would take the queue along', async () => {
  const programs = 'C:\\Users\\till\\AppData\\Local\\Programs\\Tillside';
  for (const dataFolder of [programs, `${programs}\\data`, `${programs.toLowerCase()}\\a\\b`])
    expect(await windows(SIGNED, { dataFolder }), dataFolder).toBe('data-inside');
  for (const dataFolder of [`${programs} data`, 'D:\\data', `${programs}\\..\\data`])
    expect(await windows(SIGNED, { dataFolder }), dataFolder).toBe(null);
});

test('one that is installed for all users of a PC never does, wherever its programs lie', async () => {
  for (const execPath of [
    'C:\\Program Files\\Tillside\\Tillside.exe',
    'c:\\program files (x86)\\Tillside\\Tillside.exe',
    'D:\\Programme\\Tillside\\Tillside.exe',
    'd:\\programme\\Tillside.exe',
  ])
    expect(await windows(SIGNED, { execPath }), execPath).toBe('per-machine');
});

test('one that its installer has marked so never does', async () => {
  const folder = await freshFolder();
  await writeFile(join(folder, 'per-machine.txt'), '');
  expect(await windows(SIGNED, { execPath: join(folder, 'Tillside.exe') })).toBe('per-machine');
});

test("without a package of the system around it, one for Linux is the system's", async () => {
  const elsewhere = { platform: 'linux', env: {}, execPath: '/opt/Tillside/tillside' } as const;
  expect(await windows(SIGNED, elsewhere)).toBe('per-machine');
});

test("an AppImage of this user's own may", async () => {
  const folder = await freshFolder();
  const program = join(folder, 'Tillside.AppImage');
  await writeFile(program, '');
  await writeFile(join(folder, UPDATE_CONFIG), 'provider: generic\n');
  const mounted = { APPIMAGE: program, APPDIR: '/tmp/.mount_Till' };
  const world: InstallationWorld = {
    ...{ platform: 'linux', env: mounted, execPath: '/tmp/.mount_Till/tillside' },
    ...{ temporary: '/tmp', dataFolder: '/data', isPackaged: true, resourcesFolder: folder },
  };
  expect(await neverUpdates(world)).toBe(null);
  expect(await neverUpdates({ ...world, resourcesFolder: '/nowhere' })).toBe('not-built-for-it');
  expect(await neverUpdates({ ...world, env: { ...mounted, APPIMAGE: '/nowhere/x' } })).toBe(
    'per-machine',
  );
});

test.skipIf(cannotBeRefused)("an AppImage in a folder of somebody else's never does", async () => {
  const folder = await freshFolder();
  const others = join(folder, 'others');
  await mkdir(others);
  const program = join(others, 'Tillside.AppImage');
  await writeFile(program, '');
  await writeFile(join(folder, UPDATE_CONFIG), 'provider: generic\n');
  await chmod(others, 0o555);
  const env = { APPIMAGE: program, APPDIR: '/tmp/.mount_Till' };
  const execPath = '/tmp/.mount_Till/tillside';
  const world = {
    platform: 'linux',
    temporary: '/tmp',
    dataFolder: '/data',
    isPackaged: true,
    resourcesFolder: folder,
  } as const;
  expect(await neverUpdates({ ...world, env, execPath })).toBe('per-machine');
});

test('no other system has updates', async () => {
  expect(await windows(SIGNED, { platform: 'darwin', execPath: '/Applications/x' })).toBe(
    'not-built-for-it',
  );
});
