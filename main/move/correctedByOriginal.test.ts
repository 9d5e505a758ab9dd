import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CONSENT, MoveDesk } from '../../testing/tills/moveDesk.ts';
import { accepted, refusedConnection } from '../../testing/tills/replayTill.ts';
import { type QueueFiles, queueFiles } from './queueFiles.ts';

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
  const write: QueueFiles['write'] = async (path, content) => {
    await queueFiles.write(path, content);
    expect(await correctOriginal()).toMatchObject({ ok: true });
  };
  const move = desk.moving(desk.from, { write });
  expect(await desk.carryOut(move, 'export')).toBe('move.decided-meanwhile');
  expect(await readdir(desk.outside)).toEqual(['data']);
  expect(desk.from.state(3)).toMatchObject({ state: 'pending' });
});

test('nor where the member that it has corrected is forgotten just after that', async () => {
  const { from } = desk;
  from.clock.jump(8 * 24 * 60 * 60_000);
  const write: QueueFiles['write'] = async (path, content) => {
    await queueFiles.write(path, content);
    expect(await correctOriginal()).toMatchObject({ ok: true });
    await from.outbox.housekeep(from.clock.now());
    expect(from.state(1)).toBeUndefined();
  };
  expect(await desk.carryOut(desk.moving(from, { write }), 'export')).toBe(
    'move.decided-meanwhile',
  );
  expect(from.state(3)).toMatchObject({ state: 'pending' });
});

test('a member that is forgotten meanwhile hinders no file with its correction', async () => {
  const { from } = desk;
  from.clock.jump(8 * 24 * 60 * 60_000);
  const write: QueueFiles['write'] = async (path, content) => {
    await queueFiles.write(path, content);
    await from.outbox.housekeep(from.clock.now());
    expect(from.state(1)).toBeUndefined();
  };
  expect(await desk.carryOut(desk.moving(from, { write }), 'export')).toBeNull();
  expect(from.state(3)?.closedReason).toBe('moved');
});

test('nor is anybody corrected so while the copies here are being closed', async () => {
  const answers: unknown[] = [];
  const { lending } = desk.from.outbox;
  const close = lending.close.bind(lending);
  lending.close = async (...given) => {
    answers.push(await correctOriginal());
    return close(...given);
  };
  expect(await desk.carryOut(desk.moving(desk.from), 'export')).toBeNull();
  expect(answers).toEqual([{ ok: false, failure: 'store.failed' }]);
  expect(desk.from.state(3)?.closedReason).toBe('moved');
});
