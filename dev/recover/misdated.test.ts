import { expect, test } from 'vitest';
import { isStale } from '../../app/outbox/doubt.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import {
  copyOf,
  HOUR,
  idOf,
  importAt,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

test('what was dated by a clock that was ahead takes the manager: nobody knows what was made before it', async () => {
  const folder = await freshFolder();
  const clock = new VirtualClock(START);
  const { till } = await startRecoverable(folder, { clock });
  await save(till, 1);
  clock.jump(3 * HOUR);
  await save(till, 2);
  clock.jump(-3 * HOUR + 60_000);
  await save(till, 3);
  const { out } = await runTool(await copyOf(folder), { isLastState: true });
  const { outbox } = (await importAt(out, START + HOUR)).till;
  const isHeld = (number: number) => {
    const found = outbox.saves.find(idOf(number));
    return found !== undefined && isStale(found, START + HOUR);
  };
  expect([1, 2, 3].map(isHeld)).toEqual([false, true, true]);
});

test('so does what is dated ahead of now, also where nothing behind it shows that', async () => {
  const folder = await freshFolder();
  const clock = new VirtualClock(START);
  const { till } = await startRecoverable(folder, { clock });
  await save(till, 1);
  clock.jump(3 * HOUR);
  await save(till, 2);
  const { out } = await runTool(await copyOf(folder), { isLastState: true });
  const { outbox } = (await importAt(out, START + HOUR)).till;
  const found = outbox.saves.find(idOf(2));
  expect(found !== undefined && isStale(found, START + HOUR)).toBe(true);
});
