import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CONSENT, MoveDesk } from '../../testing/tills/moveDesk.ts';
import { accepted, refusedConnection } from '../../testing/tills/replayTill.ts';

const BEFORE = '13800000001';
const SINCE = '13800000099';

/** Accepted by a number, corrected to another one (accepted); known by the former number, corrected once more: that waits. */
let desk: MoveDesk;
beforeEach(async () => {
  desk = await MoveDesk.set();
  const { from } = desk;
  from.answer = () => accepted('7');
  await from.clock.pass(60_000);
  await from.register(3, SINCE, CONSENT, 1);
  await from.clock.pass(60_000);
  expect(from.state(3)?.state).toBe('accepted');
  from.answer = () => refusedConnection;
  // By the former number the till knows the first save alone.
  const { contents } = from.outbox;
  const brandId = from.state(1)?.brandId ?? '';
  expect(Number(contents.findMember(brandId, { mobile: BEFORE })?.requestId)).toBe(1);
  await from.register(4, BEFORE, CONSENT, 1);
  await from.clock.pass(0);
  expect(Number(contents.findMember(brandId, { mobile: SINCE })?.requestId)).toBe(3);
});
afterEach(() => desk.clear());

/** By the later number the till knows the first correction. */
const correctFirst = () => desk.from.register(5, SINCE, CONSENT, 3);

test('no file leaves with a correction of somebody of whom another correction is corrected while it is written: known by a number that only that one has', async () => {
  const exported = desk.exportWhileWriting(async () => {
    expect(await correctFirst()).toMatchObject({ ok: true });
  });
  expect(await exported).toBe('move.decided-meanwhile');
  expect(await readdir(desk.outside)).toEqual(['data']);
  expect(desk.from.state(4)).toMatchObject({ state: 'pending' });
});

test('nor is that other one corrected while the copies here are being closed', async () => {
  const answers: unknown[] = [];
  const exported = desk.exportWhileClosing(async () => answers.push(await correctFirst()));
  expect(await exported).toBeNull();
  expect(answers).toEqual([{ ok: false, failure: 'store.failed' }]);
});
