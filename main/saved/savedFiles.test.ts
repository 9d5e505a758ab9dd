import { link, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { linkTwice, withoutLinks } from '../../testing/doubles/otherLinks.ts';
import { folderId } from '../move/exportPlace.ts';
import { savedFiles, writeSaved } from './savedFiles.ts';

let outside: string;
let data: string;

beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'tillside-saved-'));
  onTestFinished(() => rm(outside, { recursive: true, force: true }));
  data = join(outside, 'data');
  await mkdir(data);
});

/** What the disk calls the folder in which all of it happens. */
const here = async () => String(await folderId(outside));

test('a file is saved whole, its parts one after the other, and nothing else is left beside it', async () => {
  const place = await savedFiles.place(join(outside, 'a.csv'), data);
  expect(place).toMatchObject({ ok: true, isTaken: false });
  const path = place.ok ? place.path : '';
  expect(await savedFiles.write(path, ['名', Buffer.from('b'), ''], false, await here())).toBe(
    null,
  );
  expect(await readFile(path, 'utf8')).toBe('名b');
  expect((await readdir(outside)).sort()).toEqual(['a.csv', 'data']);
});

test('what was there is replaced only where the dialog has asked about it', async () => {
  const path = join(outside, 'a.csv');
  // It came between the dialog and the writing.
  await writeFile(path, 'old');
  expect(await savedFiles.write(path, ['new'], false, await here())).toBe('file.exists');
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await savedFiles.place(path, data)).toMatchObject({ isTaken: true });
  expect(await savedFiles.write(path, ['new'], true, await here())).toBe(null);
  expect(await readFile(path, 'utf8')).toBe('new');
  expect((await readdir(outside)).sort()).toEqual(['a.csv', 'data']);
});

test('where a share loses its answer to the naming, the file that is there whole counts as saved', async () => {
  const path = join(outside, 'a.csv');
  const parts = ['名', Buffer.from('b')];
  expect(await writeSaved(path, parts, false, linkTwice)).toBe(null);
  expect(await readFile(path, 'utf8')).toBe('名b');
  expect((await readdir(outside)).sort()).toEqual(['a.csv', 'data']);
  // As long, and another.
  await writeFile(path, '名c');
  expect(await savedFiles.write(path, parts, false, await here())).toBe('file.exists');
});

test('a file that has its name, whole, counts as saved whatever becomes of what was written beside it', async () => {
  const path = join(outside, 'a.csv');
  // A disk without links, on which what lies beside it cannot be removed.
  const held: typeof link = async (beside) => {
    await rm(String(beside));
    await mkdir(String(beside));
    return withoutLinks(beside, path);
  };
  expect(await writeSaved(path, ['名'], false, held)).toBe(null);
  expect(await readFile(path, 'utf8')).toBe('名');
  const [table, beside, folder] = (await readdir(outside)).sort();
  expect([table, folder]).toEqual(['a.csv', 'data']);
  expect(beside).toMatch(/^a\.csv\.[0-9a-f]{8}\.new$/);
});

test('nothing is written a second time where what was written first was taken away: the stick may be another one', async () => {
  const path = join(outside, 'a.csv');
  const takenAway: typeof link = async (beside) => {
    await rm(String(beside));
    return withoutLinks(beside, path);
  };
  expect(await writeSaved(path, ['名'], false, takenAway)).toBe('file.not-written');
  expect(await readdir(outside)).toEqual(['data']);
});

test('what cannot be written leaves what was there, and nothing beside it', async () => {
  const path = join(outside, 'gone', 'a.csv');
  expect(await savedFiles.place(path, data)).toEqual({ ok: false, code: 'file.not-written' });
  expect(await savedFiles.write(path, ['new'], true, await here())).toBe('file.not-written');
  const old = join(outside, 'a.csv');
  await writeFile(old, 'old');
  const broken = ['new', Symbol('no text')] as unknown as string[];
  expect(await savedFiles.write(old, broken, true, await here())).toBe('file.not-written');
  expect(await readFile(old, 'utf8')).toBe('old');
  expect((await readdir(outside)).sort()).toEqual(['a.csv', 'data']);
});

test('nothing is saved among the till’s own files, whichever way the path leads there', async () => {
  // An ordinary user of Windows makes none.
  const links = process.platform === 'win32' ? [] : ['link/a.csv'];
  if (links.length > 0) await symlink(data, join(outside, 'link'));
  await mkdir(join(data, 'logs'));
  for (const way of ['data/a.csv', 'data/logs/a.csv', ...links, 'x/../data/a.csv', 'data.audit'])
    expect([way, await savedFiles.place(join(outside, way), data)]).toEqual([
      way,
      { ok: false, code: 'file.inside' },
    ]);
});

test.each([true, false])(
  'a file whose name is not on the disk for sure is not told as saved, though it reads as whole: a pulled stick (may replace: %s)',
  async (mayReplace) => {
    const path = join(outside, 'a.csv');
    const pulled = () => Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' }));
    const ways = mayReplace ? [link] : [link, linkTwice, withoutLinks];
    for (const way of ways) {
      expect(await writeSaved(path, ['名'], mayReplace, way, pulled)).toBe('file.not-written');
      expect(await readFile(path, 'utf8')).toBe('名');
      await rm(path);
    }
    // A disk tells its failure once: who asks it a second time is told that all is well.
    let asked = 0;
    const failsOnce = async () => {
      asked += 1;
      if (asked === 1) await pulled();
    };
    expect(await writeSaved(path, ['名'], mayReplace, link, failsOnce)).toBe('file.not-written');
  },
);

test('a folder is no file to be replaced, and a link is replaced itself', async () => {
  await mkdir(join(outside, 'folder.csv'));
  expect(await savedFiles.place(join(outside, 'folder.csv'), data)).toMatchObject({ ok: false });
  const key = join(data, 'key.json');
  await writeFile(key, 'key');
  await symlink(key, join(outside, 'a.csv'));
  expect(await savedFiles.write(join(outside, 'a.csv'), ['new'], true, await here())).toBe(null);
  expect(await readFile(key, 'utf8')).toBe('key');
});
