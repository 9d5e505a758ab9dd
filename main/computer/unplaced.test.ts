import { expect, onTestFinished, test, vi } from 'vitest';
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
import { SaveWriter } from '../outbox/saveWriter.ts';
import type { Till } from '../till.ts';

const START = Date.UTC(2026, 10, 24, 4);
const HOUR = 60 * 60_000;
const FIRST_ID = '1'.padStart(32, '0');

const at = (time: number) => ({ clock: new VirtualClock(time) });

const never = () => new Promise<Traits>(() => undefined);

/** Of the first computer: so many saves of a run that knew where it was, and one of a run that was killed before. */
async function killedEarly(before: number) {
  const folder = await freshFolder();
  const first = await startOn(FIRST, folder, at(START - HOUR));
  for (let number = 0; number < before; number += 1) await registerOn(first, 9 - number);
  await first.stop();
  await registerOn(await startOn(never, folder, at(START)), 1);
  return copyOf(folder);
}

const stateOf = ({ outbox }: Till) => {
  const save = outbox.saves.find(FIRST_ID);
  return save?.closedReason ?? save?.heldReason ?? save?.state;
};

test('what was registered before it was known where waits on another computer for the manager: the first may send it on any day', async () => {
  const folder = await killedEarly(0);
  const soon = await startOn(SECOND, await copyOf(folder), at(START + HOUR));
  expect(stateOf(soon.till)).toBe('late-import');
  const home = await startOn(FIRST, folder, at(START + 72 * HOUR));
  expect(stateOf(home.till)).toBe('pending');
});

test('what came along with it is doubted by the answer alone', async () => {
  const folder = await killedEarly(1);
  const other = await startOn(SECOND, folder, at(START + HOUR));
  expect(other.till.computer.question?.inherited).toBe(1);
  await answerOn(other, 'moved');
  const states = [...other.till.outbox.saves.values()].map((save) => save.heldReason ?? save.state);
  expect(states).toEqual(['pending', 'late-import']);
});

test('it waits as well after a disk that has refused to keep that, and a kill', async () => {
  const folder = await killedEarly(1);
  const store = vi.spyOn(SaveWriter.prototype, 'store');
  onTestFinished(() => store.mockRestore());
  store.mockResolvedValueOnce(null);
  const clock = new VirtualClock(START + HOUR);
  const other = await startOn(async () => SECOND, folder, { clock });
  void other.till.computer.look();
  await vi.waitFor(async () => {
    await clock.pass(60_000);
    expect(other.till.computer.isAsking).toBe(true);
  });
  expect(store).toHaveBeenCalled();
  const again = await startOn(SECOND, await copyOf(folder), at(START + 2 * HOUR));
  await answerOn(again, 'moved');
  expect(stateOf(again.till)).toBe('late-import');
});
