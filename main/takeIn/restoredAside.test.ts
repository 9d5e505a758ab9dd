import { cp } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { aQueueThatComesBack, DAY, START, send, stateOf } from '../../testing/tills/lostKey.ts';

const on = (day: number) => ({ clock: new VirtualClock(START + day * DAY) });

test('what was sent out of a folder, and is forgotten, is not sent once more where a backup has put the folder there again: it takes the manager', async () => {
  const { start, aside } = await aQueueThatComesBack();
  const backup = `${aside}-backup`;
  await cp(aside, backup, { recursive: true });
  const second = await start(on(0.1));
  expect(await send(second.till, 1)).toBe(true);
  await second.stop();
  const third = await start(on(9));
  await third.till.outbox.housekeep(null);
  expect(stateOf(third.till, 1)).toBeUndefined();
  await third.stop();
  await cp(backup, aside, { recursive: true });
  const last = await start(on(9.1));
  expect([await send(last.till, 1), stateOf(last.till, 1)]).toEqual([false, 'late-import']);
});
