import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import {
  answerOn,
  copyOf,
  FIRST,
  fatesOf,
  registerOn,
  SECOND,
  startOn,
  THIRD,
} from '../../testing/tills/copiedTill.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { NO_TRAITS, type Traits } from '../hardware/traits.ts';

const START = Date.UTC(2026, 10, 24, 4);
const DAY = 24 * 60 * 60_000;

const at = (time: number) => ({ clock: new VirtualClock(time) });

const never = () => new Promise<Traits>(() => undefined);

/** The first has registered one, the second one more while it asks: a copy of its disk is killed early, with a third one. */
async function killedEarly() {
  const folder = await freshFolder();
  const first = await startOn(FIRST, folder, at(START));
  await registerOn(first, 1);
  await first.stop();
  const second = await startOn(SECOND, folder, at(START + 1_000));
  await registerOn(second, 2);
  const copy = await copyOf(folder);
  await registerOn(await startOn(never, copy, at(START + 3 * DAY)), 3);
  return copyOf(copy);
}

test('what a third computer has registered in a run that was killed before it was known is closed by no answer, and waits for the manager', async () => {
  const third = await startOn(THIRD, await killedEarly(), at(START + 3 * DAY + 60_000));
  expect(third.till.computer.question?.inherited).toBe(2);
  await registerOn(third, 4);
  await answerOn(third, 'start-empty');
  expect(fatesOf(third.till)).toEqual(['moved', 'moved', 'late-import', 'pending']);
});

test('such a run makes the doubt of what the second one may have sent no younger', async () => {
  const third = await startOn(THIRD, await killedEarly(), at(START + 3 * DAY + 60_000));
  await answerOn(third, 'moved');
  expect(fatesOf(third.till)).toEqual(['late-import', 'late-import', 'late-import']);
});

test('after such a run the second one knows its own, also over a start at which nothing can be read, and so does a copy of it', async () => {
  const folder = await killedEarly();
  const silent = await startOn(NO_TRAITS, folder, at(START + 3 * DAY));
  expect(silent.till.computer.question?.inherited).toBe(1);
  await silent.stop();
  const second = await startOn(SECOND, folder, at(START + 3 * DAY + 60_000));
  expect(second.till.computer.question?.inherited).toBe(1);
  expect(fatesOf(second.till)).toEqual(['pending', 'pending', 'pending']);
  const third = await startOn(THIRD, await copyOf(folder), at(START + 3 * DAY + 120_000));
  expect(third.till.computer.question?.inherited).toBe(3);
  await answerOn(second, 'start-empty');
  expect(fatesOf(second.till)).toEqual(['moved', 'pending', 'pending']);
});
