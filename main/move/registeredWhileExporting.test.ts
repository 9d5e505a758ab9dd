import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CONSENT, MoveDesk } from '../../testing/tills/moveDesk.ts';
import { refusedConnection } from '../../testing/tills/replayTill.ts';

const NUMBER = '13800000001';

let desk: MoveDesk;
beforeEach(async () => {
  desk = await MoveDesk.set();
  desk.from.answer = () => refusedConnection;
});
afterEach(() => desk.clear());

test('no file leaves with the older data of somebody who is registered once more by the same number while it is written, and corrected', async () => {
  const exported = desk.exportWhileWriting(async () => {
    expect(await desk.from.register(8, NUMBER, CONSENT)).toMatchObject({ ok: true });
    expect(await desk.from.register(9, '13800000077', CONSENT, 8)).toMatchObject({ ok: true });
  });
  expect(await exported).toBe('move.decided-meanwhile');
  expect(await readdir(desk.outside)).toEqual(['data']);
  expect(desk.from.state(1)).toMatchObject({ state: 'pending' });
});

test('nor where nobody corrects them; whoever is somebody else keeps no file from being written', async () => {
  const again = desk.exportWhileWriting(() => desk.from.register(8, NUMBER, CONSENT));
  expect(await again).toBe('move.decided-meanwhile');
  const other = desk.exportWhileWriting(() => desk.from.register(9, '13800000088', CONSENT));
  expect(await other).toBeNull();
  expect(desk.from.state(9)).toMatchObject({ state: 'pending' });
});
