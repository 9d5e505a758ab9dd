import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { refuseToRead } from '../../testing/doubles/unreadFile.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import {
  aQueueThatComesBack,
  START,
  save,
  stateOf,
  tillOfLostKey,
} from '../../testing/tills/lostKey.ts';
import { openWhenReadable } from '../openWhenReadable.ts';
import type { Till } from '../till.ts';
import { RECOVERY_RECORD, readRecoveryAtStart, writeRecoveryRecord } from './recoveryRecord.ts';

vi.mock('node:fs/promises', async (original) => {
  const { withUnread } = await import('../../testing/doubles/unreadFile.ts');
  return withUnread(await original());
});

const MINUTE = 60_000;
const PATIENT = { timeout: 15_000 };

/** Saves 1 and 2 were in it when it was recovered, 3 was saved since; nobody can read the record now. */
async function recoveredUnread(code: string) {
  const { till, folder, start } = await tillOfLostKey();
  for (const number of [1, 2, 3]) await save(till.till, number);
  await till.stop();
  await writeRecoveryRecord(folder, { at: START, lastSequence: 2 });
  const path = join(folder, RECOVERY_RECORD);
  const before = await readFile(path);
  return { start, path, before, letGo: refuseToRead(path, code) };
}

const openOf = ({ outbox }: Till) =>
  outbox.saves.unfinished().map(({ state, heldReason, firstUnknownAt }) => ({
    state: heldReason ?? state,
    firstUnknownAt,
  }));

describe.each(['EBUSY', 'EACCES', 'EMFILE'])(
  'the record of a recovery that the disk does not give at a start (%s)',
  (code) => {
    test('keeps that start from opening, and the next one goes by what it says: what was saved since is not touched', async () => {
      const { start, path, before, letGo } = await recoveredUnread(code);
      await expect(start()).rejects.toMatchObject({ code });
      letGo();
      expect(await readFile(path)).toEqual(before);
      const { till } = await start();
      const doubt = { state: 'pending', firstUnknownAt: START };
      expect(openOf(till)).toEqual([doubt, doubt, { state: 'pending', firstUnknownAt: null }]);
    });

    test('counts as damaged once the till has waited for five minutes: it opens, and holds everything for the manager', async () => {
      const { start } = await recoveredUnread(code);
      await expect(start({ waitedFor: () => 5 * MINUTE - 1 })).rejects.toMatchObject({ code });
      const { till, codes } = await start({ waitedFor: () => 5 * MINUTE });
      expect(openOf(till).map(({ state }) => state)).toEqual(Array(3).fill('late-import'));
      expect(codes()).toContain('queue.recovered');
    });
  },
);

test('the five minutes are its own: what another file has kept the till waiting for counts for nothing', async () => {
  const { path, letGo } = await recoveredUnread('EBUSY');
  const clock = new VirtualClock();
  let tries = 0;
  const opening = openWhenReadable(
    async (waitedFor) => {
      tries += 1;
      // The scanner goes on to the record once it has had the journal for longer than that.
      if (clock.monotonic() < 6 * MINUTE)
        throw Object.assign(new Error(), { code: 'EBUSY', path: 'outbox-000001.journal' });
      return readRecoveryAtStart(dirname(path), START, waitedFor).finally(letGo);
    },
    { clock, onWaiting: () => undefined },
  );
  await clock.pass(7 * MINUTE);
  const before = tries;
  await expect.poll(() => clock.pass(MINUTE).then(() => tries), PATIENT).toBe(before + 1);
  expect(await opening).toEqual({ at: START, lastSequence: 2 });
});

test('one on a bad sector is waited for by nobody: it was there, at a time that nobody knows', async () => {
  const { start } = await recoveredUnread('EIO');
  const { till } = await start();
  expect(openOf(till).map(({ state }) => state)).toEqual(Array(3).fill('late-import'));
});

test('a queue whose key is back waits for the next start where the disk does not give its record at this one', async () => {
  const { aside, start } = await aQueueThatComesBack();
  await writeRecoveryRecord(aside, { at: START, lastSequence: 1 });
  const letGo = refuseToRead(join(aside, RECOVERY_RECORD));
  const first = await start();
  expect(stateOf(first.till, 1)).toBeUndefined();
  expect(first.codes()).toContain('store.key-unreadable');
  await first.stop();
  letGo();
  expect(openOf((await start()).till)).toEqual([{ state: 'late-import', firstUnknownAt: START }]);
});
