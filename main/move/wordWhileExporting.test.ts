import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { HOUR, id } from '../../testing/tills/boundTill.ts';
import { CONSENT, MoveDesk, startAgain } from '../../testing/tills/moveDesk.ts';
import { errorAnswer, lostAnswer, refusedConnection } from '../../testing/tills/replayTill.ts';
import type { QueueFiles } from './queueFiles.ts';

let desk: MoveDesk;
beforeEach(async () => {
  desk = await MoveDesk.set();
});
afterEach(() => desk.clear());

/** Somebody new is answered so, and then nobody is reached any more. */
async function answered(answerOf: (requestId: string) => typeof lostAnswer) {
  const { from } = desk;
  from.answer = answerOf;
  await from.register(3, undefined, CONSENT);
  await from.clock.pass(60_000);
  from.answer = () => refusedConnection;
}

const refused = () =>
  answered((requestId) => (requestId === id(3) ? errorAnswer(40) : refusedConnection));

async function stale() {
  await answered(() => lostAnswer);
  await desk.from.clock.pass(25 * HOUR);
  expect(desk.from.state(3)).toMatchObject({ state: 'held', heldReason: 'stale' });
}

const requeue = () => desk.from.outbox.decisions.requeue(id(3));

/** An export during which somebody decides, and the disk is full then. */
async function failsAfter(decide: () => Promise<Save | null>) {
  let decided: Save | null = null;
  const write: QueueFiles['write'] = async () => {
    decided = await decide();
    throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
  };
  const moved = await desk.carryOut(desk.moving(desk.from, { write }), 'export');
  expect(moved).toBe('move.not-written');
  return decided;
}

describe('an export that comes to nothing takes no word of the manager back that was given while it was written:', () => {
  test('a stale save is in doubt since then, and is sent also after a start', async () => {
    await stale();
    const taken = await failsAfter(requeue);
    expect(taken).toMatchObject({ state: 'pending', firstUnknownAt: expect.any(Number) });
    const { from } = desk;
    expect(from.store.onDisk.get(id(3))).toEqual({ ...(taken ?? {}), lentAt: null });
    await from.clock.pass(HOUR);
    expect(from.state(3)).toMatchObject({ state: 'pending' });
    await from.replayer.stop(0);
    const again = await startAgain(from.store, 27 * HOUR);
    expect(again.state(3)).toMatchObject({ state: 'accepted' });
  });

  test('one that had surely not taken effect is in no doubt', async () => {
    await refused();
    expect(await failsAfter(requeue)).toMatchObject({ state: 'pending' });
    expect(desk.from.state(3)).toMatchObject({ state: 'pending', firstUnknownAt: null });
  });
});

test.each<[string, () => Promise<void>, () => Promise<Save | null>]>([
  ['a manager has requeued', stale, requeue],
  ['somebody has sent as it is', refused, () => desk.from.outbox.decisions.sendAgain(id(3))],
])('no file leaves with a save that %s while it was written', async (_, hold, decide) => {
  await hold();
  expect(await desk.exportWhileWriting(decide)).toBe('move.decided-meanwhile');
  expect(await readdir(desk.outside)).toEqual(['data']);
  await desk.from.clock.pass(HOUR);
  expect(desk.from.state(3)).toMatchObject({ state: 'pending', lentAt: null });
});
