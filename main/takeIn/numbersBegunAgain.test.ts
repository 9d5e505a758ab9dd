import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import {
  DAY,
  SET_UP,
  START,
  save,
  send,
  stateOf,
  tillOfLostKey,
} from '../../testing/tills/lostKey.ts';
import { tillOfLostKeys } from '../../testing/tills/lostKeys.ts';

const HOUR = DAY / 24;
const SOMEBODY = { mobile: '13800138009' };

/** As where the place beside the data folder takes no file: the numbers begin again. */
const forgetNumbers = (folder: string) => rm(`${folder}.mark`, { force: true });

test.each([
  ['waits', false],
  ['was sent', true],
])(
  'where the numbers have begun again, nothing of a folder that was set aside by a clock of a day ahead goes by itself behind what was registered of the same person since, and %s',
  async (_, isSent) => {
    const made = await tillOfLostKey();
    await save(made.till.till, 1);
    await save(made.till.till, 2, SOMEBODY);
    await made.till.stop();
    await made.loseKey(START + HOUR + DAY);
    await forgetNumbers(made.folder);
    const since = await made.start({ offer: SET_UP, clock: new VirtualClock(START + 2 * HOUR) });
    await save(since.till, 3, SOMEBODY);
    if (isSent) await send(since.till, 3);
    await since.stop();
    made.store.isClosed = false;
    const { till } = await made.start({ clock: new VirtualClock(START + 3 * HOUR) });
    expect([1, 2].map((number) => stateOf(till, number))).toEqual(['late-import', 'late-import']);
  },
);

test('nor does the newer of one person in two folders go by itself beside the older, whose numbers were lost between them', async () => {
  const { folder, start, loseKey } = await tillOfLostKeys();
  const first = await start(0, { offer: SET_UP });
  await save(first.till, 1, SOMEBODY);
  await first.stop();
  const bringFirst = await loseKey(1, () => forgetNumbers(folder));
  const second = await start(2);
  await save(second.till, 2, SOMEBODY);
  await second.stop();
  const bringSecond = await loseKey(3);
  bringFirst();
  bringSecond();
  const { till } = await start(4);
  expect([1, 2].map((number) => stateOf(till, number))).toEqual(['late-import', 'late-import']);
});

test('nor where the later one was sent and is forgotten, behind a folder that was set aside by a clock of a day ahead', async () => {
  const made = await tillOfLostKey();
  await save(made.till.till, 1);
  expect(await send(made.till.till, 1)).toBe(true);
  await save(made.till.till, 2, SOMEBODY);
  await made.till.stop();
  await made.loseKey(START + HOUR + DAY);
  await forgetNumbers(made.folder);
  const since = await made.start({ offer: SET_UP, clock: new VirtualClock(START + 2 * HOUR) });
  await save(since.till, 3, SOMEBODY);
  expect(await send(since.till, 3)).toBe(true);
  for (const number of [4, 5]) await save(since.till, number);
  await since.stop();
  const later = await made.start({ clock: new VirtualClock(START + 9 * DAY) });
  await later.till.outbox.housekeep(null);
  expect(stateOf(later.till, 3)).toBeUndefined();
  await later.stop();
  made.store.isClosed = false;
  const { till } = await made.start({ clock: new VirtualClock(START + 9 * DAY + HOUR) });
  expect(stateOf(till, 2)).toBe('late-import');
});
