import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { install } from './install.ts';

const cannotBeRefused = process.platform === 'win32' || process.getuid?.() === 0;

async function aProgram() {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-install-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const program = join(folder, 'here', 'Tillside-0.1.0.AppImage');
  const next = join(folder, 'Tillside-0.2.0.AppImage');
  await mkdir(join(folder, 'here'));
  await writeFile(program, 'old');
  await chmod(program, 0o750);
  await writeFile(next, '#!/bin/sh\nenv > "$0.env"\nmv "$0.env" "$0.started"\n');
  return { folder: join(folder, 'here'), program, next };
}

test.skipIf(process.platform === 'win32')(
  'the next program has the name of the one before, which desktop and session know, and its rights',
  async () => {
    const { folder, program, next } = await aProgram();
    await install({ kind: 'appimage', program }, next, null);
    expect(await readdir(folder)).toEqual(['Tillside-0.1.0.AppImage']);
    expect(await readFile(program, 'utf8')).toBe(await readFile(next, 'utf8'));
    expect((await stat(program)).mode & 0o777).toBe(0o750);
  },
);

test.skipIf(process.platform === 'win32')(
  'it hears nothing of where the one before was mounted',
  async () => {
    const { program, next } = await aProgram();
    const before = { ...process.env };
    Object.assign(process.env, {
      APPIMAGE: program,
      APPDIR: '/tmp/.mount_x',
      TILLSIDE_SAID: 'yes',
    });
    try {
      await install({ kind: 'appimage', program }, next, []);
    } finally {
      for (const name of ['APPIMAGE', 'APPDIR', 'TILLSIDE_SAID']) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    }
    const started = () => readFile(`${program}.started`, 'utf8').catch(() => '');
    await expect.poll(started).toContain('TILLSIDE_SAID=yes');
    expect(await started()).not.toMatch(/^APP(?:IMAGE|DIR)=/m);
  },
);

test('a program that cannot be had leaves the one that is there, and nothing beside it', async () => {
  const { folder, program } = await aProgram();
  const gone = join(folder, 'gone.AppImage');
  await expect(install({ kind: 'appimage', program }, gone, [])).rejects.toThrow('ENOENT');
  expect(await readFile(program, 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['Tillside-0.1.0.AppImage']);
});

test.skipIf(cannotBeRefused)('a folder that refuses it leaves the one that is there', async () => {
  const { folder, program, next } = await aProgram();
  await chmod(folder, 0o555);
  await expect(install({ kind: 'appimage', program }, next, [])).rejects.toThrow('EACCES');
  await chmod(folder, 0o755);
  expect(await readFile(program, 'utf8')).toBe('old');
});

test.skipIf(process.platform === 'win32')(
  'an installer is told to be silent, whose installation it replaces, and to start the program again where somebody wants it back',
  async () => {
    const { folder } = await aProgram();
    const installer = join(folder, 'Setup.exe');
    const note = join(folder, 'after-update.json');
    await writeFile(
      installer,
      '#!/bin/sh\necho "$@" > "$0.told.new"\nmv "$0.told.new" "$0.told"\n',
    );
    await chmod(installer, 0o755);
    const told = () => readFile(`${installer}.told`, 'utf8').catch(() => '');
    await install({ kind: 'nsis', note }, installer, null);
    await expect.poll(told).toBe('--updated /S /currentuser\n');
    await expect(readFile(note)).rejects.toThrow('ENOENT');
    await rm(`${installer}.told`);
    await install({ kind: 'nsis', note }, installer, ['--hidden', '--user-data-dir=/one']);
    await expect.poll(told).toBe('--updated /S /currentuser --force-run\n');
    expect(JSON.parse(await readFile(note, 'utf8'))).toMatchObject({
      isHidden: true,
      dataFolder: '/one',
    });
    await expect(install({ kind: 'nsis', note }, join(folder, 'none.exe'), [])).rejects.toThrow(
      'update.not-installed',
    );
  },
);
