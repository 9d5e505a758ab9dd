import { expect, test } from 'vitest';
import { checkModel } from '../torture/checkModel.ts';
import { FOUND } from '../torture/replay/found.ts';
import { checkReplay, runSchedule } from '../torture/replay/simulate.ts';

/**
 * The torture that a mutant of queue, replay or store meets after the unit tests. Not what proves the torture
 * itself: the mistakes that are made on purpose look for their place in the text, which a mutant has changed.
 */

test('random schedules', async () => {
  await expect(checkReplay(150)).resolves.toBeUndefined();
});

test.each(FOUND)('%s', async (_name, schedule) => {
  await expect(runSchedule(schedule)).resolves.toBeUndefined();
});

test('random sequences of everything that can happen to the store', async () => {
  await expect(checkModel(150)).resolves.toBeUndefined();
});
