import { execFileSync, spawnSync } from 'node:child_process';
import { link, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canMount } from '../../testing/doubles/mountedDisk.ts';
import { MoveDesk, WORDS } from '../../testing/tills/moveDesk.ts';
import { type QueueFiles, queueFiles } from './queueFiles.ts';

const OTHERS = 'what till 7 has moved, and has closed';

let desk: MoveDesk;
beforeEach(async () => {
  desk = await MoveDesk.set();
});
afterEach(() => desk.clear());

const run = (name: string, ...given: string[]) =>
  execFileSync(name, given, { encoding: 'utf8' }).trim();
/** The kernel lets go of a device a moment after it is asked to, and another test may hold the first free one. */
const runPatiently = (...command: [name: string, ...given: string[]]): string => {
  for (let left = 50; ; left -= 1) {
    try {
      return run(...command);
    } catch (error) {
      if (left === 0) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
};
/** A device and a disk on it, tried once: a container may name a free device and let nobody use it. */
const TRIED = `
  stick=$(mktemp) && folder=$(mktemp -d) && truncate -s 8M "$stick" && mkfs.ext4 -q -F "$stick" || exit 1
  device=$(losetup -f --show "$stick") || exit 1
  mount "$device" "$folder" && umount "$folder" && losetup -d "$device" && rmdir "$folder" && rm "$stick"`;
const canPlug = canMount && spawnSync('sh', ['-c', TRIED]).status === 0;

/** Two sticks and one socket: the first is in it. To the system their folders are one: the same device, the same number. */
async function socket() {
  const sticks = ['a.img', 'b.img'].map((name) => join(desk.outside, name));
  const [first = '', second = ''] = sticks;
  for (const stick of sticks) {
    run('truncate', '-s', '8M', stick);
    run('mkfs.ext4', '-q', '-F', stick);
  }
  const folder = join(desk.outside, 'stick');
  await mkdir(folder);
  const device = runPatiently('losetup', '-f', '--show', first);
  runPatiently('mount', device, folder);
  const pull = () => {
    runPatiently('umount', folder);
    runPatiently('losetup', '-d', device);
  };
  const plug = (stick: string) => {
    pull();
    runPatiently('losetup', device, stick);
    runPatiently('mount', device, folder);
  };
  return { folder, pull, plugFirst: () => plug(first), plugSecond: () => plug(second) };
}

const isInDoubt = () => expect(desk.from.state(1)?.firstUnknownAt).toEqual(expect.any(Number));

describe.skipIf(!canPlug)(
  'a stick that is pulled, and another in its place, which the disk calls the same (only root plugs one, on Linux)',
  () => {
    test.each(['name', 'read'] as const)('before the step "%s": the doubt stays', async (step) => {
      const { folder, pull, plugFirst, plugSecond } = await socket();
      try {
        const act = queueFiles[step] as (...given: string[]) => Promise<never>;
        const swapped = (...given: string[]) => {
          plugSecond();
          return act(...given);
        };
        const move = desk.moving(desk.from, { [step]: swapped });
        const code = await desk.carryOut(move, 'export', WORDS, join(folder, 'queue.tillside'));
        expect(code).toBe(step === 'name' ? 'move.not-written' : 'move.not-verified');
        expect(await readdir(folder)).toEqual(['lost+found']);
        plugFirst();
        expect(await readdir(folder)).toContainEqual(expect.stringContaining('queue.tillside'));
        isInDoubt();
      } finally {
        pull();
      }
    });

    test.each(['name', 'read'] as const)(
      'before the step "%s", with an export of another till under that name: it stays, and so does the doubt',
      async (step) => {
        const { folder, pull, plugFirst, plugSecond } = await socket();
        try {
          const file = join(folder, 'queue.tillside');
          plugSecond();
          await writeFile(file, OTHERS);
          plugFirst();
          const act = queueFiles[step] as (...given: string[]) => Promise<never>;
          const swapped = (...given: string[]) => {
            plugSecond();
            return act(...given);
          };
          const move = desk.moving(desk.from, { [step]: swapped });
          await desk.carryOut(move, 'export', WORDS, file);
          expect(await readFile(file, 'utf8')).toBe(OTHERS);
          isInDoubt();
        } finally {
          pull();
        }
      },
    );
  },
);

test('a file that somebody has moved away before it is read back counts as one that another till may have', async () => {
  const read: QueueFiles['read'] = async (path) => {
    await rename(path, `${path}.kept`);
    return queueFiles.read(path);
  };
  expect(await desk.carryOut(desk.moving(desk.from, { read }), 'export')).toBe('move.not-verified');
  isInDoubt();
});

test('so does one that is moved away before it has its name: nothing is written under that in its place', async () => {
  const name: QueueFiles['name'] = async (beside, ...given) => {
    await rename(beside, `${desk.file}.kept`);
    return queueFiles.name(beside, ...given);
  };
  expect(await desk.carryOut(desk.moving(desk.from, { name }), 'export')).toBe('move.not-written');
  expect(await readdir(desk.outside)).toEqual(['data', 'queue.tillside.kept']);
  isInDoubt();
});

test('so does one that is moved away once it was seen under its name, also where what was written beside it is removed', async () => {
  const name: QueueFiles['name'] = async (beside, path) => {
    await link(beside, path);
    throw Object.assign(new Error('EIO'), { code: 'EIO' });
  };
  const remove: QueueFiles['remove'] = async (path, folderId) => {
    if (path === desk.file) await rename(path, `${path}.kept`);
    return queueFiles.remove(path, folderId);
  };
  const move = desk.moving(desk.from, { name, remove });
  expect(await desk.carryOut(move, 'export')).toBe('move.not-written');
  expect(await readdir(desk.outside)).toEqual(['data', 'queue.tillside.kept']);
  isInDoubt();
});
