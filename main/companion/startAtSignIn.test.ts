import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SignInEntry, type SignInWorld } from './startAtSignIn.ts';

async function world(more: Partial<SignInWorld> = {}, isPackaged = true) {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-sign-in-'));
  const said: unknown[] = [];
  let isThere = false;
  const made: SignInWorld = {
    platform: 'linux',
    app: {
      isPackaged,
      setLoginItemSettings: (settings) => {
        said.push(settings);
        isThere = settings.openAtLogin === true;
      },
      getLoginItemSettings: () =>
        ({ openAtLogin: isThere }) as ReturnType<SignInWorld['app']['getLoginItemSettings']>,
    },
    program: '/opt/Tillside/tillside',
    dataFolder: null,
    wasMade: () => false,
    autostartFolder: join(folder, 'autostart'),
    ...more,
  };
  return { made, said, file: join(made.autostartFolder, 'tillside.desktop') };
}

const startAtSignIn = (isWished: boolean, world: SignInWorld) =>
  new SignInEntry(world).set(isWished);

test('on Linux an entry of the user starts it hidden, and goes when it is not wished for', async () => {
  const { made, file, said } = await world();
  await startAtSignIn(true, made);
  expect(await readFile(file, 'utf8')).toBe(
    '[Desktop Entry]\nType=Application\nName=Tillside\nExec="/opt/Tillside/tillside" --hidden\nX-GNOME-Autostart-enabled=true\n',
  );
  await startAtSignIn(true, made);
  await startAtSignIn(false, made);
  await startAtSignIn(false, made);
  expect(await readdir(made.autostartFolder)).toEqual([]);
  expect(said).toEqual([]);
});

test('a path with signs of its own is quoted as the desktop’s rules want it', async () => {
  const { made, file } = await world({ program: '/opt/收银 "1"/a$b`c\\d%e' });
  await startAtSignIn(true, made);
  expect(await readFile(file, 'utf8')).toContain(
    'Exec="/opt/收银 \\\\"1\\\\"/a\\\\$b\\\\`c\\\\\\\\d%%e" --hidden\n',
  );
});

test('on Windows the system keeps the entry, which names the program’s own file', async () => {
  const program = 'D:\\POS\\Tillside-Portable-0.1.0.exe';
  const { made, said } = await world({ platform: 'win32', program });
  await startAtSignIn(true, made);
  await startAtSignIn(false, made);
  expect(said).toEqual([
    { openAtLogin: true, path: program, args: ['--hidden'] },
    { openAtLogin: false, path: program, args: ['--hidden'] },
  ]);
});

test('on Windows what has spaces is quoted: the system writes it into a command line as it is', async () => {
  const { made, said } = await world({
    platform: 'win32',
    program: 'C:\\Program Files\\Tillside\\Tillside.exe',
    dataFolder: 'D:\\till 2',
  });
  await startAtSignIn(true, made);
  expect(said).toEqual([
    {
      openAtLogin: true,
      path: '"C:\\Program Files\\Tillside\\Tillside.exe"',
      args: ['--hidden', '"--user-data-dir=D:\\till 2"'],
    },
  ]);
});

test('on Windows no entry is taken away that this till has not made, and one that it made elsewhere is', async () => {
  const { made, said } = await world({ platform: 'win32' });
  await startAtSignIn(false, made);
  expect(said).toEqual([]);
  await startAtSignIn(false, { ...made, wasMade: () => true });
  expect(said).toHaveLength(1);
});

test('what starts with the session is this till: with the data folder that it was started with', async () => {
  const { made, file } = await world({ dataFolder: '/srv/till $2' });
  await startAtSignIn(true, made);
  expect(await readFile(file, 'utf8')).toContain(
    'Exec="/opt/Tillside/tillside" --hidden "--user-data-dir=/srv/till \\\\$2"\n',
  );
  await startAtSignIn(false, { ...made, dataFolder: null });
  expect(await readdir(made.autostartFolder)).toEqual([]);
});

test('what was wished for last holds, however soon one wish follows the other', async () => {
  const { made } = await world();
  const entry = new SignInEntry(made);
  await Promise.all([true, false].map((isWished) => entry.set(isWished)));
  expect(await readdir(made.autostartFolder)).toEqual([]);
  await Promise.all([false, true, false, true].map((isWished) => entry.set(isWished)));
  expect(await readdir(made.autostartFolder)).toEqual(['tillside.desktop']);
});

test('a wish that could not be done keeps no later one from being done', async () => {
  const { made, file } = await world();
  await writeFile(made.autostartFolder, 'no folder');
  const entry = new SignInEntry(made);
  await expect(entry.set(true)).rejects.toThrow();
  await rm(made.autostartFolder);
  await entry.set(true);
  expect(await readFile(file, 'utf8')).toContain('--hidden');
});

test('each user of a PC with one queue has an entry of their own, and it goes for each', async () => {
  const { made: one } = await world();
  const { made: two } = await world();
  for (const [user, isWished] of [
    [one, true],
    [two, true],
    [two, false],
    [one, false],
  ] as const)
    await startAtSignIn(isWished, user);
  for (const { autostartFolder } of [one, two]) expect(await readdir(autostartFolder)).toEqual([]);
});

test('an entry that somebody else has made stays', async () => {
  const { made, file } = await world();
  await mkdir(made.autostartFolder);
  await writeFile(file, '[Desktop Entry]\nName=Tills\nExec=/usr/bin/tills --hidden\n');
  await startAtSignIn(false, made);
  expect(await readdir(made.autostartFolder)).toEqual(['tillside.desktop']);
});

test.skipIf(process.platform === 'win32')(
  'a link in its place gives way, and what it leads to stays as it is',
  async () => {
    const { made, file } = await world();
    await mkdir(made.autostartFolder);
    const mine = join(made.autostartFolder, 'mine');
    await writeFile(mine, 'x');
    await symlink(mine, file);
    await startAtSignIn(true, made);
    expect(await readFile(file, 'utf8')).toContain('--hidden');
    expect(await readFile(mine, 'utf8')).toBe('x');
  },
);

test('a checkout makes no entry', async () => {
  const { made, said, file } = await world({}, false);
  await startAtSignIn(true, made);
  await startAtSignIn(true, { ...made, platform: 'win32' });
  await expect(readFile(file)).rejects.toThrow('ENOENT');
  expect(said).toEqual([]);
});
