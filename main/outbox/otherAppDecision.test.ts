import { describe, expect, test } from 'vitest';
import {
  change,
  HERE,
  HOUR,
  id,
  OTHER,
  oneInDoubt,
  waiting,
} from '../../testing/tills/boundTill.ts';
import { account, errorAnswer, refusedConnection } from '../../testing/tills/replayTill.ts';

describe('the manager', () => {
  test('lets all of one former app go on under the new one, with the same bytes, and those of others stay', async () => {
    const till = await waiting(2);
    const [first] = till.sent;
    await change(till, { account: { ...account, appKey: 'k2' } });
    till.answer = () => refusedConnection;
    await till.register(3);
    await change(till, { account: OTHER });
    expect(await till.outbox.apps.goOn({ brandId: '1', app: HERE })).toEqual({
      bound: 2,
      going: 2,
    });
    till.replayer.wake('answer');
    await till.clock.pass(HOUR);
    expect(till.sent.map(({ app }) => app)).toEqual(Array(2).fill('https://other.example k'));
    expect(till.sent.find(({ requestId }) => requestId === id(1))?.body).toBe(first?.body);
    expect(till.state(3)).toMatchObject({ state: 'held', heldReason: 'other-app' });
  });

  test('cannot let a save of one brand go on under another', async () => {
    const till = await waiting(1);
    await change(till, { brandId: '2' });
    expect(await till.outbox.apps.goOn({ brandId: '1', app: HERE })).toEqual({
      bound: 0,
      going: 0,
    });
    expect(await till.outbox.decisions.requeue(id(1))).toBeNull();
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'other-app' });
  });

  test('lets go on what has been in doubt for more than 24 hours only as stale', async () => {
    const till = await oneInDoubt();
    await change(till, { account: OTHER });
    await till.clock.pass(25 * HOUR);
    await till.outbox.apps.goOn({ brandId: '1', app: HERE });
    till.replayer.wake('answer');
    await till.clock.pass(HOUR);
    expect(till.sent).toEqual([]);
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'stale' });
  });

  test('sends one of them alone under the new app, also one that was refused there before', async () => {
    const till = await waiting(2);
    till.answer = (requestId) => (requestId === id(2) ? errorAnswer(40) : refusedConnection);
    await till.clock.pass(HOUR);
    expect(till.state(2)).toMatchObject({ state: 'held', heldReason: 'rejected' });
    await change(till, { account: OTHER });
    expect(await till.outbox.decisions.sendAgain(id(2))).toBeNull();
    for (const number of [1, 2]) await till.outbox.decisions.requeue(id(number));
    till.replayer.wake('answer');
    await till.clock.pass(HOUR);
    for (const number of [1, 2]) expect(till.state(number)).toMatchObject({ state: 'accepted' });
  });

  test('requeues what was discarded: for another app it waits for the next decision', async () => {
    const till = await waiting(1);
    await change(till, { account: OTHER });
    await till.outbox.decisions.discard(id(1), 'manager');
    await till.outbox.decisions.requeue(id(1));
    till.replayer.wake('answer');
    await till.clock.pass(HOUR);
    expect(till.sent).toEqual([]);
    expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'other-app' });
  });
});
