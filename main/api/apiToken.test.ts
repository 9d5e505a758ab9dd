import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { apiTill } from '../../testing/tills/apiTill.ts';
import { isAuthorized, newToken, removeToken, tokenPath, writeToken } from './apiToken.ts';

const isWindows = process.platform === 'win32';

async function freshPlace(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-token-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'api', 'one.token');
}

test.skipIf(isWindows)(
  'the token lies in a file that this user alone can read (Windows has access lists)',
  async () => {
    const path = await freshPlace();
    await mkdir(join(path, '..'));
    // Somebody has made it for everybody before, or for another place.
    await writeFile(path, 'planted', { mode: 0o666 });
    await writeToken(path, 'one');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await rm(path);
    await symlink(join(path, '..', 'elsewhere'), path);
    await writeToken(path, 'two');
    expect(await readFile(path, 'utf8')).toBe('two');
    await expect(stat(join(path, '..', 'elsewhere'))).rejects.toThrow('ENOENT');
  },
);

test('on Windows it lies in the place of this user alone, or nowhere', () => {
  const world = {
    platform: 'win32',
    folder: 'C:\\ProgramData\\Tillside\\data',
    port: 24_817,
  } as const;
  const env = { LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local' };
  expect(tokenPath({ ...world, env })).toBe(
    'C:\\Users\\me\\AppData\\Local\\Tillside\\api\\24817.token',
  );
  for (const local of ['', 'relative', undefined])
    expect(tokenPath({ ...world, env: { LOCALAPPDATA: local } })).toBeNull();
});

test('it is a new one at every start, and gone when nobody answers any more', async () => {
  const one = await apiTill();
  const path = one.tokenFile;
  await one.server.close(0);
  await expect(stat(path)).rejects.toThrow('ENOENT');
  await one.stop();
  const other = await apiTill({ folder: one.folder });
  expect(other.token).not.toBe(one.token);
  expect(Buffer.from(other.token, 'base64url')).toHaveLength(32);
  await removeToken(join(one.folder, 'nothing.token'));
});

test('only the whole token is right', () => {
  const token = newToken();
  const isRight = isAuthorized(token);
  expect(isRight(`Bearer ${token}`)).toBe(true);
  for (const wrong of [
    undefined,
    '',
    token,
    `Bearer ${token} `,
    `bearer ${token}`,
    `Bearer ${token}x`,
  ])
    expect(isRight(wrong), wrong).toBe(false);
});
