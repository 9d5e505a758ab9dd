import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeMasterKey } from './makeMasterKey.ts';
import { openMasterKeys } from './openMasterKeys.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relay-keys-'));
});
afterEach(() => rm(folder, { recursive: true }));

const key = () => randomBytes(32).toString('base64');

async function keyFile(text: string, mode = 0o600): Promise<string> {
  const path = join(folder, 'master.key');
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}

const fromFile = (path: string) =>
  openMasterKeys({ environment: { RELAY_MASTER_KEY_FILE: path }, ownFolder: null });
const fromText = (text: string) =>
  openMasterKeys({ environment: { RELAY_MASTER_KEY: text }, ownFolder: null });

describe('master keys', () => {
  test('come from a file, one a line, with words about them', async () => {
    const text = `# the new one\n${key()}\r\n\n  # the one before\n${key()}  \n`;
    const opened = await fromFile(await keyFile(text));
    expect(opened).toMatchObject({ ok: true, value: { wrappingKeyId: expect.any(String) } });
  });

  test('come from the environment, which has them no more afterwards', async () => {
    const environment: NodeJS.ProcessEnv = { RELAY_MASTER_KEY: `${key()},${key()}`, OTHER: 'x' };
    expect(await openMasterKeys({ environment, ownFolder: null })).toMatchObject({ ok: true });
    expect(environment).toEqual({ OTHER: 'x' });
  });

  test('are taken out of the environment also where they are no good', async () => {
    const environment: NodeJS.ProcessEnv = {
      RELAY_MASTER_KEY: 'hunter2',
      RELAY_MASTER_KEY_FILE: '/x',
    };
    expect(await openMasterKeys({ environment, ownFolder: null })).toMatchObject({ ok: false });
    expect('RELAY_MASTER_KEY' in environment).toBe(false);
  });

  test('are the same by whatever way they come', async () => {
    const text = key();
    const [one, other] = [await fromFile(await keyFile(text)), await fromText(text)];
    expect(one.ok && other.ok && one.value.wrappingKeyId === other.value.wrappingKeyId).toBe(true);
  });

  test('have to be given for a state that several share; a relay alone has a file of its own', async () => {
    expect(await openMasterKeys({ environment: {}, ownFolder: null })).toMatchObject({
      code: 'master-key.none',
    });
    const own = () => openMasterKeys({ environment: {}, ownFolder: join(folder, 'new') });
    const [first, later] = [await own(), await own()];
    expect(first.ok && later.ok && first.value.wrappingKeyId).toBe(
      later.ok && later.value.wrappingKeyId,
    );
  });

  test('of a relay alone are not made anew where its secrets are and its key is gone', async () => {
    await writeFile(join(folder, 'relay.json'), '{}');
    expect(await openMasterKeys({ environment: {}, ownFolder: folder })).toMatchObject({
      code: 'master-key.unreadable',
      says: expect.stringContaining('ENOENT'),
    });
    expect(existsSync(join(folder, 'master.key'))).toBe(false);
  });

  test('of a relay alone are one key, also where two processes begin in the same moment', async () => {
    const ownFolder = join(folder, 'both');
    const opened = await Promise.all(
      Array.from({ length: 20 }, () => openMasterKeys({ environment: {}, ownFolder })),
    );
    expect(new Set(opened.map((one) => (one.ok ? one.value.wrappingKeyId : one.says))).size).toBe(
      1,
    );
  });

  test.each([
    ['nothing', ''],
    ['words alone', '# nothing here\n'],
    ['too short a key', randomBytes(31).toString('base64')],
    ['too long a key', randomBytes(33).toString('base64')],
    ['no base64', 'x'.repeat(43).replace('x', '%')],
    ['a key that is not random', Buffer.alloc(32, 7).toString('base64')],
    ['a good key and a bad one', `${key()}\nhunter2-hunter2`],
    ['more than anybody has', Array.from({ length: 21 }, key).join('\n')],
  ])('are refused with words where there is %s, and no word repeats a line', async (_, text) => {
    const opened = await fromFile(await keyFile(text));
    expect(opened).toMatchObject({ ok: false, code: 'master-key.malformed' });
    for (const line of text.split('\n').filter((one) => one.length > 6))
      expect(JSON.stringify(opened)).not.toContain(line);
  });

  test('are refused where one is there twice: a file that was put together by mistake', async () => {
    const one = key();
    expect(await fromText(`${one}\n${one}`)).toMatchObject({ code: 'master-key.malformed' });
  });

  test.skipIf(process.platform === 'win32').each([0o644, 0o660, 0o604, 0o602, 0o777])(
    'are refused where somebody else may read or change the file (%o)',
    async (mode) => {
      expect(await fromFile(await keyFile(key(), mode))).toMatchObject({
        code: 'master-key.open-to-others',
        says: expect.stringContaining('chmod 600'),
      });
    },
  );

  test.skipIf(process.platform === 'win32').each([0o400, 0o600, 0o440, 0o640])(
    'are taken where its owner alone may change it, and a group at most read it (%o)',
    async (mode) => {
      expect(await fromFile(await keyFile(key(), mode))).toMatchObject({ ok: true });
    },
  );

  test.skipIf(process.platform === 'win32')(
    'are read through a link, as Kubernetes mounts them: the file itself is judged',
    async () => {
      const link = join(folder, 'link');
      await symlink(await keyFile(key(), 0o644), link);
      expect(await fromFile(link)).toMatchObject({ code: 'master-key.open-to-others' });
    },
  );

  test('that cannot be read are told of by the disk’s own code', async () => {
    expect(await fromFile(join(folder, 'gone'))).toMatchObject({
      code: 'master-key.unreadable',
      says: expect.stringContaining('ENOENT'),
    });
    expect(await fromFile(folder)).toMatchObject({ ok: false });
    expect(await fromFile(await keyFile('#'.repeat(20_000)))).toMatchObject({
      code: 'master-key.unreadable',
    });
  });
});

describe('a new master key', () => {
  test('is in a file that its owner alone may read, and opens by the same rules', async () => {
    const path = join(folder, 'new.key');
    expect(await makeMasterKey(path)).toMatchObject({ ok: true });
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await fromFile(path)).toMatchObject({ ok: true });
  });

  test('takes the place of no file that is there', async () => {
    const path = await keyFile('precious');
    expect(await makeMasterKey(path)).toMatchObject({ ok: false, code: 'master-key.not-made' });
    expect(await readFile(path, 'utf8')).toBe('precious');
  });
});
