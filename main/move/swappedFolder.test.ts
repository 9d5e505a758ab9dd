import { mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MoveDesk, WORDS } from '../../testing/tills/moveDesk.ts';
import { inHeldFolder, inWatchedFolder } from '../files/heldFolder.ts';
import { savedFiles } from '../saved/savedFiles.ts';
import { folderId } from './exportPlace.ts';
import { type QueueFiles, queueFiles } from './queueFiles.ts';

let desk: MoveDesk;
let share: string;
let documents: string;
beforeEach(async () => {
  desk = await MoveDesk.set();
  share = join(desk.outside, 'share');
  documents = join(desk.outside, 'documents');
  await mkdir(join(share, 'tills'), { recursive: true });
  await mkdir(documents);
});
afterEach(() => desk.clear());

/** Whoever serves the share shows the folder as a link from now on. */
async function swap(to: string): Promise<void> {
  await rename(join(share, 'tills'), join(share, 'kept'));
  await symlink(to, join(share, 'tills'));
}

/** An export into the share, whose disk does some of it otherwise than a real one. */
const exported = (files: Partial<QueueFiles>) =>
  desk.carryOut(
    desk.moving(desk.from, files),
    'export',
    WORDS,
    join(share, 'tills', 'queue.tillside'),
  );

const swappedBeforeReading: QueueFiles['read'] = async (path) => {
  await swap(documents);
  return queueFiles.read(path);
};

describe.skipIf(process.platform === 'win32')(
  'whoever serves a folder and shows it as a link meanwhile (not on Windows: only administrators make links)',
  () => {
    test('has no other file of the user removed with an export', async () => {
      const own = join(documents, 'queue.tillside');
      await writeFile(own, 'the file of yesterday, which no other place has');
      expect(await exported({ read: swappedBeforeReading })).toBe('move.not-verified');
      expect(await readFile(own, 'utf8')).toContain('yesterday');
    });

    test('nor has the till count its export as removed, which lies on the share whole', async () => {
      await writeFile(join(documents, 'queue.tillside'), 'other');
      await exported({ read: swappedBeforeReading });
      expect(await readdir(join(share, 'kept'))).toEqual(['queue.tillside']);
      expect(desk.from.state(1)?.firstUnknownAt).not.toBeNull();
    });

    test('nor anything put among the till’s own files', async () => {
      const write: QueueFiles['write'] = async (...given) => {
        await swap(desk.folder);
        return queueFiles.write(...given);
      };
      expect(await exported({ write })).toBe('move.not-written');
      expect(await readdir(desk.folder)).toEqual([]);
    });

    test('nor anything written elsewhere where the name is to be given', async () => {
      const path = join(share, 'tills', 'queue.tillside');
      const known = String(await folderId(join(share, 'tills')));
      await queueFiles.write(`${path}.new`, 'content', known);
      await swap(documents);
      const named = queueFiles.name(`${path}.new`, path, 'content', known);
      await expect(named).rejects.toMatchObject({ code: 'ESTALE' });
      expect(await readdir(documents)).toEqual([]);
    });

    test('nor a file of the user replaced by what the manager saves', async () => {
      const own = join(documents, 'a.csv');
      await writeFile(own, 'the user’s own');
      await writeFile(join(share, 'tills', 'a.csv'), 'old');
      const place = await savedFiles.place(join(share, 'tills', 'a.csv'), desk.folder);
      if (!place.ok) throw new Error(place.code);
      await swap(documents);
      const { path, isTaken, folderId } = place;
      expect(await savedFiles.write(path, ['new'], isTaken, folderId)).toBe('file.not-written');
      expect(await readFile(own, 'utf8')).toBe('the user’s own');
      expect(await readdir(documents)).toEqual(['a.csv']);
    });

    test.skipIf(process.platform !== 'linux')(
      'reaches nothing else in the middle of a step either (Linux alone works in a folder that it holds)',
      async () => {
        await inHeldFolder(join(share, 'tills'), async ({ at }) => {
          await swap(documents);
          await writeFile(join(at, 'a.csv'), 'content');
        });
        expect([await readdir(documents), await readdir(join(share, 'kept'))]).toEqual([
          [],
          ['a.csv'],
        ]);
      },
    );

    test('and elsewhere nothing counts as done in the folder that was another one behind the step', async () => {
      const step = inWatchedFolder(join(share, 'tills'), () => swap(documents));
      await expect(step).rejects.toMatchObject({ code: 'ESTALE' });
    });
  },
);
