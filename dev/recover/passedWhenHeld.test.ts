import { expect, test } from 'vitest';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import {
  answer,
  HOUR,
  idOf,
  importAt,
  openOf,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

const PERSON = { mobile: '13800138000' };

/** Number 1 was refused, and 2, perhaps of the same person, was accepted; another till has what is left. */
async function recovered(second: { mobile?: string }) {
  const folder = await freshFolder();
  const { till, stop } = await startRecoverable(folder);
  await save(till, 1, PERSON);
  await answer(till, 1, 'rejected');
  await save(till, 2, second);
  await answer(till, 2, 'accepted');
  await stop();
  const { out } = await runTool(folder, { isLastState: true });
  const { till: other } = await importAt(out, START + HOUR);
  expect(openOf(other)).toEqual([[1, 'rejected']]);
  const one = other.outbox.saves.find(idOf(1));
  return one && other.outbox.permissions.of(one).sendAgain;
}

test('what was held, and passed by a later save of the same person, takes the manager at the till that gets it', async () => {
  expect(await recovered(PERSON)).toBe('manager');
});

test('what nothing has passed takes nobody more than before', async () => {
  expect(await recovered({ mobile: '13900139000' })).toBe('anyone');
});
