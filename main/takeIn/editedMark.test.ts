import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
import { watermarkIn } from '../journal/asideWatermark.ts';
import { serialise } from '../journal/watermark.ts';

const on = (days: number) => ({ clock: new VirtualClock(START + days * DAY) });

test.each([
  ['is as it was', 0],
  ['was edited, and says one slip more', 1],
])(
  'a save comes back for the manager where a later one of its person has left and is forgotten: the mark of its folder %s',
  async (_, more) => {
    const made = await tillOfLostKey();
    await save(made.till.till, 1);
    await made.till.stop();
    const aside = await made.loseKey();
    const second = await made.start({ offer: SET_UP, ...on(1 / 24) });
    await save(second.till, 2, { mobile: '13800138001', name: 'Newer' });
    expect(await send(second.till, 2)).toBe(true);
    await second.stop();
    for (let days = 1; days < 9; days += 1) await (await made.start(on(days))).stop();
    const mark = await watermarkIn(aside);
    if (mark === null) throw new Error('no mark');
    const edited = serialise({ ...mark, lastSequence: mark.lastSequence + more });
    await writeFile(join(aside, 'store.mark'), edited, 'latin1');
    made.store.isClosed = false;
    const { till } = await made.start(on(9));
    expect([stateOf(till, 1), stateOf(till, 2)]).toEqual(['late-import', undefined]);
  },
);

test('a save comes back by itself where the last of its folder was sent, and is forgotten: what was counted tells that it had been given', async () => {
  const made = await tillOfLostKey();
  for (const number of [1, 2]) await save(made.till.till, number);
  expect(await send(made.till.till, 2)).toBe(true);
  await made.till.stop();
  const later = await made.start(on(9));
  expect(stateOf(later.till, 2)).toBeUndefined();
  await later.stop();
  await made.loseKey(START + 9 * DAY);
  await (await made.start({ offer: SET_UP, ...on(9.1) })).stop();
  made.store.isClosed = false;
  const { till } = await made.start(on(9.2));
  expect(stateOf(till, 1)).toBe('pending');
});
