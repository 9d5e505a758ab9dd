import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { id } from '../../testing/tills/boundTill.ts';
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

/** Somebody whose first save the manager has discarded, and who was registered anew since: that waits. */
async function discardedAndAnew() {
  await desk.from.register(8, '13800009999', CONSENT);
  const words = { reason: 'test', operatorId: '3' } as const;
  expect(await desk.from.outbox.decisions.discard(id(8), 'manager', words)).not.toBeNull();
  await desk.from.clock.pass(60_000);
  await desk.from.register(9, '13800009999', CONSENT);
  await desk.from.clock.pass(0);
}

test('nor does a file leave with somebody’s newer data while the older are taken back by the manager as it is written', async () => {
  await discardedAndAnew();
  const exported = desk.exportWhileWriting(() => desk.from.outbox.decisions.requeue(id(8)));
  expect(await exported).toBe('move.decided-meanwhile');
  expect(desk.from.state(8)).toMatchObject({ state: 'pending' });
  expect(desk.from.state(9)).toMatchObject({ state: 'pending' });
});

test('the manager who takes them back while the copies here are being closed waits until another till has the newer', async () => {
  await discardedAndAnew();
  let requeued: Promise<Save | null> = Promise.resolve(null);
  const states: (string | undefined)[] = [];
  const exported = desk.exportWhileClosing(async () => {
    requeued = desk.from.outbox.decisions.requeue(id(8));
    await new Promise((resolve) => setTimeout(resolve, 50));
    states.push(desk.from.state(8)?.state);
  });
  expect(await exported).toBeNull();
  expect(states).toEqual(['discarded']);
  await requeued;
  expect(desk.from.state(9)).toMatchObject({ closedReason: 'moved' });
});
