import { expect, test } from 'vitest';
import { setAsideTogether } from '../../main/vault/asideFolders.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import {
  answer,
  copyOf,
  DAY,
  HOUR,
  importAt,
  losingStore,
  openOf,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

const PERSON = { mobile: '13800138001' };

/** 1 waits in a queue that was set aside; 2, of the same person, was sent behind it if so, and forgotten nine days later, as 3 came. */
async function recovered(isSent: boolean) {
  const folder = await freshFolder();
  const { store, keyWrapper, remember } = losingStore();
  const start = (at: number) =>
    startRecoverable(folder, { keyWrapper, clock: new VirtualClock(START + at) });
  const first = await start(0);
  await save(first.till, 1, PERSON);
  await first.stop();
  await remember(folder);
  store.isClosed = true;
  await setAsideTogether(folder, START + HOUR / 2);
  const second = await start(HOUR);
  if (isSent) {
    await save(second.till, 2, PERSON);
    await answer(second.till, 2, 'accepted');
  }
  await second.stop();
  const last = await start(9 * DAY);
  await last.till.outbox.housekeep(null);
  await save(last.till, 3);
  const now = START + 9 * DAY + HOUR;
  const { out } = await runTool(await copyOf(folder), { now });
  return openOf((await importAt(out, now)).till);
}

test('what was set aside is held where somebody was sent since whom the till has forgotten: it may be theirs', async () => {
  expect(await recovered(true)).toEqual([
    [1, 'late-import'],
    [3, 'pending'],
  ]);
});

test('it goes by itself where nobody was sent since', async () => {
  expect(await recovered(false)).toEqual([
    [1, 'pending'],
    [3, 'pending'],
  ]);
});
