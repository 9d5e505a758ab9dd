import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nameLost } from '../../testing/doubles/otherLinks.ts';
import { MoveDesk } from '../../testing/tills/moveDesk.ts';
import { type QueueFiles, queueFiles } from './queueFiles.ts';

const OTHERS = 'what till 7 has moved, and has closed';

let desk: MoveDesk;
beforeEach(async () => {
  desk = await MoveDesk.set();
});
afterEach(() => desk.clear());

const fails = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
const isInDoubt = () => expect(desk.from.state(1)?.firstUnknownAt).toEqual(expect.any(Number));

describe('the export of another till that takes the name meanwhile stays what it is', () => {
  const takenAway: QueueFiles['name'] = async (beside, path, ...given) => {
    await writeFile(path, OTHERS);
    await rm(beside);
    return queueFiles.name(beside, path, ...given);
  };
  const refused: QueueFiles['name'] = async (_, path) => {
    await writeFile(path, OTHERS);
    return fails('EIO');
  };
  const replaced: QueueFiles['read'] = async (path) => {
    await writeFile(path, OTHERS);
    return queueFiles.read(path);
  };

  test.each<[string, Partial<QueueFiles>, boolean]>([
    [
      'what was written beside it is taken away: it may be whole elsewhere',
      { name: takenAway },
      true,
    ],
    ['the naming is refused: ours is removed, and the doubt ends', { name: refused }, false],
    ['it replaces the one that was named: that may be whole elsewhere', { read: replaced }, true],
  ])('where %s', async (_, files, staysInDoubt) => {
    await desk.carryOut(desk.moving(desk.from, files), 'export');
    expect(await readFile(desk.file, 'utf8')).toBe(OTHERS);
    expect(await readdir(desk.outside)).toEqual(['data', 'queue.tillside']);
    expect(desk.from.state(1)?.firstUnknownAt ?? null).toEqual(
      staysInDoubt ? expect.any(Number) : null,
    );
  });
});

describe('a share says that the name is taken, by this very file, and what lies beside it cannot be removed', () => {
  const remove: QueueFiles['remove'] = (path, folderId) =>
    path.endsWith('.new') ? fails('EBUSY') : queueFiles.remove(path, folderId);

  test('that is not forgotten where the file cannot be read back then', async () => {
    let reads = 0;
    const read: QueueFiles['read'] = (path) => {
      reads += 1;
      return reads === 2 ? fails('EIO') : queueFiles.read(path);
    };
    await desk.carryOut(desk.moving(desk.from, { name: nameLost, remove, read }), 'export');
    isInDoubt();
  });

  test('no copy is closed for a name that nothing has flushed', async () => {
    const move = desk.moving(desk.from, { name: nameLost, remove });
    expect(await desk.carryOut(move, 'export')).toBe('move.not-written');
    expect(await readdir(desk.outside)).toEqual(['data', expect.stringMatching(/\.new$/)]);
    isInDoubt();
  });
});
