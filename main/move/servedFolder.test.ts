import { type link, mkdir, readdir, readFile, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withoutLinks } from '../../testing/doubles/otherLinks.ts';
import { MoveDesk, WORDS } from '../../testing/tills/moveDesk.ts';
import { writeSaved } from '../saved/savedFiles.ts';
import { giveName } from './queueFiles.ts';

let desk: MoveDesk;
let share: string;
beforeEach(async () => {
  desk = await MoveDesk.set();
  await writeFile(join(desk.folder, 'key.json'), 'the data key', { mode: 0o600 });
  share = join(desk.outside, 'share');
  await mkdir(share);
});
afterEach(() => desk.clear());

/** A server answers as it likes: it knows no links, and shows the file that was just written as a link of its own. */
const showsALink: typeof link = async (beside) => {
  await unlink(beside);
  await symlink('../data/key.json', beside);
  return withoutLinks('', '');
};

describe.skipIf(process.platform === 'win32')(
  'whoever serves a folder gets no other file of the till into it (not on Windows: only administrators make links)',
  () => {
    test('with an export, which is whole all the same', async () => {
      const file = join(share, 'queue.tillside');
      const move = desk.moving(desk.from, {
        name: (beside, path, content) => giveName(beside, path, [content], showsALink),
      });
      expect(await desk.carryOut(move, 'export', WORDS, file)).toBeNull();
      expect(await readFile(file, 'utf8')).not.toContain('the data key');
      expect(await readdir(share)).toEqual(['queue.tillside']);
    });

    test('with a file that the manager saves', async () => {
      const file = join(share, 'a.csv');
      expect(await writeSaved(file, ['a', 'b'], false, showsALink)).toBe(null);
      expect(await readFile(file, 'utf8')).toBe('ab');
      expect(await readdir(share)).toEqual(['a.csv']);
    });
  },
);

test('of what cannot be written a second time either nothing is left under its name', async () => {
  const file = join(share, 'a.csv');
  await writeFile(`${file}.new`, 'whole');
  const endsThere = ['half', Symbol('no text')] as unknown as string[];
  await expect(giveName(`${file}.new`, file, endsThere, withoutLinks)).rejects.toThrow();
  expect(await readdir(share)).toEqual(['a.csv.new']);
});
