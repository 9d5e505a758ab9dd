import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Answering } from '../../testing/doubles/answering.ts';
import { canMount, onMountedDisk } from '../../testing/doubles/mountedDisk.ts';
import { MoveDesk, startAgain, states, WORDS } from '../../testing/tills/moveDesk.ts';
import type { ReplayTill } from '../../testing/tills/replayTill.ts';
import { type QueueFiles, queueFiles } from './queueFiles.ts';
import { queueFilesElsewhere } from './queueFilesElsewhere.ts';

const DAY = 24 * 60 * 60_000;
const onDisk = (till: ReplayTill) => [...till.store.onDisk.values()];
let desk: MoveDesk;
let outside: string;
let from: ReplayTill;
beforeEach(async () => {
  desk = await MoveDesk.set();
  ({ outside, from } = desk);
});
afterEach(() => desk.clear());

/** An export to there comes to nothing, and days later all of it is sent as if nobody had ever begun one. */
async function comesToNothing(file: string, files: Partial<QueueFiles>): Promise<void> {
  const before = onDisk(from);
  const move = desk.moving(from, files);
  expect(await desk.carryOut(move, 'export', WORDS, file)).toBe('move.not-written');
  expect(onDisk(from)).toEqual(before);
  await from.replayer.stop(0);
  expect(states(await startAgain(from.store, 3 * DAY))).toMatchObject({ accepted: 2, held: 0 });
}

describe.each([
  ['in this process', queueFiles],
  ['in a process of its own, as a till has it', queueFilesElsewhere(() => new Answering())],
])(
  'a file that no disk has begun leaves nobody in doubt, whatever its removal says: %s',
  (_, files) => {
    test.skipIf(!canMount)(
      'on a stick whose switch protects it from writing (only root mounts one, on Linux)',
      async () => {
        await onMountedDisk(4, async (stick, remount) => {
          remount('ro');
          await comesToNothing(join(stick, 'queue.tillside'), files);
          expect(await readdir(stick)).toEqual([]);
        });
      },
    );

    test.each([
      ['as long as a name may be', 250],
      ['longer than any may be', 300],
    ])('under a name that is %s', async (_, length) => {
      await comesToNothing(join(outside, 'x'.repeat(length)), files);
      expect(await readdir(outside)).toEqual(['data']);
    });

    test('on a stick that is pulled between the look at it and the writing', async () => {
      const [stick, pulled] = [join(outside, 'stick'), join(outside, 'pulled')];
      await mkdir(stick);
      const write: QueueFiles['write'] = async (...given) => {
        await rename(stick, pulled);
        return files.write(...given);
      };
      await comesToNothing(join(stick, 'queue.tillside'), { ...files, write });
      expect(await readdir(pulled)).toEqual([]);
    });
  },
);
