import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import {
  answerOn,
  copyOf,
  FIRST,
  registerOn,
  SECOND,
  startOn,
} from '../../testing/tills/copiedTill.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import type { Traits } from '../hardware/traits.ts';
import { writeRecoveryRecord } from '../recovered/recoveryRecord.ts';

const START = Date.UTC(2026, 10, 24, 4);
const DAY = 24 * 60 * 60_000;

const at = (time: number) => ({ clock: new VirtualClock(time) });

test('what a killed start has changed by itself makes the doubt of what came along no younger', async () => {
  const folder = await freshFolder();
  const first = await startOn(FIRST, folder, at(START));
  for (const number of [1, 2]) await registerOn(first, number);
  await first.stop();
  await writeRecoveryRecord(folder, { at: START, lastSequence: 1 });
  // Holds the first one, today.
  await startOn(() => new Promise<Traits>(() => undefined), folder, at(START + 3 * DAY));
  const other = await startOn(SECOND, await copyOf(folder), at(START + 3 * DAY + 60_000));
  await answerOn(other, 'moved');
  const { saves } = other.till.outbox;
  expect([...saves.values()].map(({ heldReason }) => heldReason)).toEqual([
    'late-import',
    'late-import',
  ]);
});
