import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CONSENT, MoveDesk } from '../../testing/tills/moveDesk.ts';
import { accepted, refusedConnection } from '../../testing/tills/replayTill.ts';

const MOBILE = '13800000001';

/** Somebody who was accepted, and whose correction waits and is to go into a file. */
let desk: MoveDesk;
beforeEach(async () => {
  desk = await MoveDesk.set();
  const { from } = desk;
  from.answer = () => accepted('7');
  await from.clock.pass(60_000);
  expect(from.state(1)?.state).toBe('accepted');
  from.answer = () => refusedConnection;
  await from.register(3, MOBILE, CONSENT, 1);
  await from.clock.pass(0);
});
afterEach(() => desk.clear());

/** Whoever was asked before the first correction was made, or was known by a number that it has changed, names the member. */
const correctOriginal = () => desk.from.register(4, MOBILE, CONSENT, 1);

test('no file leaves with the correction of somebody who is corrected once more while it is written, by the member that it has corrected', async () => {
  const exported = desk.exportWhileWriting(async () => {
    expect(await correctOriginal()).toMatchObject({ ok: true });
  });
  expect(await exported).toBe('move.decided-meanwhile');
  expect(await readdir(desk.outside)).toEqual(['data']);
  expect(desk.from.state(3)).toMatchObject({ state: 'pending' });
});

test('nor where the member that it has corrected is forgotten just after that', async () => {
  const { from } = desk;
  from.clock.jump(8 * 24 * 60 * 60_000);
  const exported = desk.exportWhileWriting(async () => {
    expect(await correctOriginal()).toMatchObject({ ok: true });
    await from.outbox.housekeep(from.clock.now());
    expect(from.state(1)).toBeUndefined();
  });
  expect(await exported).toBe('move.decided-meanwhile');
  expect(from.state(3)).toMatchObject({ state: 'pending' });
});

test('a member that is forgotten meanwhile hinders no file with its correction', async () => {
  const { from } = desk;
  from.clock.jump(8 * 24 * 60 * 60_000);
  const exported = desk.exportWhileWriting(async () => {
    await from.outbox.housekeep(from.clock.now());
    expect(from.state(1)).toBeUndefined();
  });
  expect(await exported).toBeNull();
  expect(from.state(3)?.closedReason).toBe('moved');
});

test('nor is anybody corrected so while the copies here are being closed', async () => {
  const answers: unknown[] = [];
  const exported = desk.exportWhileClosing(async () => answers.push(await correctOriginal()));
  expect(await exported).toBeNull();
  expect(answers).toEqual([{ ok: false, failure: 'store.failed' }]);
  expect(desk.from.state(3)?.closedReason).toBe('moved');
});
