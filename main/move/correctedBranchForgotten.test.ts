import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CONSENT, MoveDesk } from '../../testing/tills/moveDesk.ts';
import { accepted, refusedConnection } from '../../testing/tills/replayTill.ts';

const BEFORE = '13800000001';
const SINCE = '13800000099';
const DAY = 24 * 60 * 60_000;

/** Two corrections of a member who is forgotten by now: one was accepted under another number, one waits and is to go into a file. */
let desk: MoveDesk;
beforeEach(async () => {
  desk = await MoveDesk.set();
  const { from } = desk;
  from.answer = () => accepted('7');
  await from.clock.pass(6 * DAY);
  await from.register(3, SINCE, CONSENT, 1);
  await from.clock.pass(0.9 * DAY);
  expect(from.state(3)?.state).toBe('accepted');
  from.answer = () => refusedConnection;
  await from.register(4, BEFORE, CONSENT, 1);
  await from.clock.pass(0.2 * DAY);
  await from.outbox.housekeep(from.clock.now());
  expect(from.state(1)).toBeUndefined();
  expect(from.state(3)?.state).toBe('accepted');
  expect(from.state(4)?.state).toBe('pending');
});
afterEach(() => desk.clear());

/** By the later number the till knows the first correction. */
const correctFirst = () => desk.from.register(5, SINCE, CONSENT, 3);

test('no file leaves with a correction of a forgotten member of whom another correction is corrected while it is written', async () => {
  const exported = desk.exportWhileWriting(async () => {
    expect(await correctFirst()).toMatchObject({ ok: true });
  });
  expect(await exported).toBe('move.decided-meanwhile');
  expect(await readdir(desk.outside)).toEqual(['data']);
});

test('nor is that other one corrected while the copies here are being closed', async () => {
  const answers: unknown[] = [];
  const exported = desk.exportWhileClosing(async () => answers.push(await correctFirst()));
  expect(await exported).toBeNull();
  expect(answers).toEqual([{ ok: false, failure: 'store.failed' }]);
});
