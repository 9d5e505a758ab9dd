import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type SignInWorld, startAtSignIn } from './startAtSignIn.ts';

async function world(more: Partial<SignInWorld> = {}, isPackaged = true) {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-sign-in-'));
  const said: unknown[] = [];
  const made: SignInWorld = {
    platform: 'linux',
    app: { isPackaged, setLoginItemSettings: (settings) => void said.push(settings) },
    program: '/opt/Tillside/tillside',
    autostartFolder: join(folder, 'autostart'),
    ...more,
  };
  return { made, said, file: join(made.autostartFolder, 'tillside.desktop') };
}

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

test('on Windows the system keeps the entry', async () => {
  const { made, said } = await world({ platform: 'win32' });
  await startAtSignIn(true, made);
  await startAtSignIn(false, made);
  expect(said).toEqual([
    { openAtLogin: true, args: ['--hidden'] },
    { openAtLogin: false, args: ['--hidden'] },
  ]);
});

test('a checkout makes no entry', async () => {
  const { made, said, file } = await world({}, false);
  await startAtSignIn(true, made);
  await startAtSignIn(true, { ...made, platform: 'win32' });
  await expect(readFile(file)).rejects.toThrow('ENOENT');
  expect(said).toEqual([]);
});
