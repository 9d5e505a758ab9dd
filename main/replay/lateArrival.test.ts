import { expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import { PersonQueue } from '../../app/outbox/personQueue.ts';
import type { Save } from '../../app/outbox/save.ts';
import { down } from '../../app/replay/gateSteps.fixture.ts';
import {
  accepted,
  errorAnswer,
  gatewayAt,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';
import { LateCalls } from './lateCalls.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const MOBILE = '13800001111';
const idOf = (number: number) => String(number).padStart(32, '0');

const undecidable = errorAnswer(987_654);

/** A till behind a proxy that hands a call on so late (ms) that the till has given it up; what has taken effect, in order. */
async function tillBehindSlowProxy(late: number) {
  const till = await new ReplayTill().start();
  const effects: string[] = [];
  till.answer = async (id, attempt) => {
    if (Number(id) === 1) {
      if (attempt > 1) return refusedConnection;
      till.clock.after(late, () => effects.push(id));
      await new Promise<void>((resolve) => till.clock.after(20 * SECOND, resolve));
      return lostAnswer;
    }
    effects.push(id);
    return accepted('7');
  };
  await till.register(1, MOBILE);
  await till.clock.pass(21 * SECOND);
  expect(till.state(1)?.state).toBe('pending');
  return { till, effects };
}

test('what a manager has closed in doubt does not arrive behind what is registered of the same person after that', async () => {
  const { till, effects } = await tillBehindSlowProxy(2 * MINUTE);
  expect(await till.outbox.decisions.discard(idOf(1), 'manager')).toMatchObject({
    state: 'discarded',
  });
  await till.register(2, MOBILE);
  await till.clock.pass(30 * MINUTE);
  expect(effects).toEqual([idOf(1), idOf(2)]);
});

test('behind what was closed in doubt whoever is registered of the same person waits as long as a call may arrive, and nobody else does', async () => {
  const { till, effects } = await tillBehindSlowProxy(2 * MINUTE);
  await till.outbox.decisions.discard(idOf(1), 'manager');
  await till.register(2, MOBILE);
  await till.register(3);
  await till.clock.pass(MINUTE);
  expect(effects).toEqual([idOf(3)]);
  await till.clock.pass(19 * MINUTE);
  expect(till.state(2)?.state).toBe('pending');
  await till.clock.pass(15 * MINUTE);
  expect(effects).toEqual([idOf(3), idOf(1), idOf(2)]);
});

test('what the manager has closed in doubt and takes back goes at once, before what stands behind it', async () => {
  const { till, effects } = await tillBehindSlowProxy(2 * MINUTE);
  await till.outbox.decisions.discard(idOf(1), 'manager');
  await till.register(2, MOBILE);
  await till.clock.pass(MINUTE);
  await till.outbox.decisions.requeue(idOf(1));
  till.answer = (id) => {
    effects.push(id);
    return accepted('7');
  };
  till.replayer.wake('send-now');
  await till.clock.pass(MINUTE / 2);
  expect(effects).toEqual([idOf(1), idOf(2)]);
});

test('behind what is held in doubt whoever is registered of the same person waits as long as a call may arrive', async () => {
  const { till, effects } = await tillBehindSlowProxy(2 * MINUTE);
  till.answer = (id, attempt) => {
    if (Number(id) === 1 && attempt > 1) return undecidable;
    effects.push(id);
    return accepted('7');
  };
  till.replayer.wake('send-now');
  await till.clock.pass(SECOND);
  till.random = () => 0;
  for (let tries = 0; till.state(1)?.state !== 'held' && tries < 30; tries += 1) {
    till.replayer.wake('send-now');
    await till.clock.pass(2 * SECOND);
  }
  expect(till.state(1)).toMatchObject({ state: 'held', heldReason: 'undecidable' });
  await till.register(2, MOBILE);
  await till.clock.pass(30 * MINUTE);
  expect(effects).toEqual([idOf(1), idOf(2)]);
});

test('whoever was erased in doubt waits so by each of their names, also once nothing here says that both are theirs', () => {
  const all = new Map<string, Save>();
  const queue = new PersonQueue(undefined, () => all.values());
  const find = (id: string) => all.get(id);
  const lateCalls = new LateCalls({ find, queue, endings: 0 });
  const erased = aSave({ requestId: idOf(1), sequence: 1, identityKeys: ['mobile', 'code'] });
  queue.put(erased);
  const clocks = (now: number) => ({ monotonic: now, own: now, gateway: null, isProved: false });
  lateCalls.ended(erased, down, { mayBeSecond: false, signedAt: 0, ownAt: 0 }, clocks(0));
  queue.remove(erased);
  queue.regroup();
  const later = ['mobile', 'code', 'another'].map((key, index) =>
    aSave({ requestId: idOf(index + 2), sequence: index + 2, identityKeys: [key] }),
  );
  for (const save of later) {
    all.set(save.requestId, save);
    queue.put(save);
  }
  const { has, endsIn } = lateCalls.waiting(clocks(MINUTE));
  expect(later.map(has)).toEqual([true, true, false]);
  expect(endsIn).toBe(20 * MINUTE);
});

test.each(['before it is closed', 'behind that'])(
  'a restart %s lets nothing of the same person leave before a call of the run before can arrive',
  async (when) => {
    const { till: before } = await tillBehindSlowProxy(2 * MINUTE);
    const close = (till: ReplayTill) => till.outbox.decisions.discard(idOf(1), 'manager');
    if (when === 'behind that') await close(before);
    await before.replayer.stop(0);
    const till = new ReplayTill(before.store);
    till.clock.jump(before.clock.now() - till.clock.now());
    till.answer = (id) => (Number(id) === 1 ? refusedConnection : accepted('7'));
    await till.start();
    if (when !== 'behind that') await close(till);
    await till.register(2, MOBILE);
    await till.clock.pass(20 * MINUTE);
    expect(till.state(2)?.state).toBe('pending');
    await till.clock.pass(15 * MINUTE);
    expect(till.state(2)?.state).toBe('accepted');
  },
);

test('a till that is killed during a call lets nothing of the same person leave before that can arrive', async () => {
  const before = await new ReplayTill().start();
  before.answer = () => new Promise(() => undefined);
  await before.register(1, MOBILE);
  await before.clock.pass(SECOND);
  expect(before.state(1)?.state).toBe('sending');
  const till = new ReplayTill(before.store);
  till.clock.jump(before.clock.now() - till.clock.now());
  till.account = null;
  await till.start();
  expect((await till.outbox.decisions.discard(idOf(1), 'manager'))?.state).toBe('discarded');
  till.account = before.account;
  till.replayer.wake('settings');
  await till.register(2, MOBILE);
  await till.clock.pass(20 * MINUTE);
  expect(till.state(2)?.state).toBe('pending');
  await till.clock.pass(15 * MINUTE);
  expect(till.state(2)?.state).toBe('accepted');
});

test('what was closed in doubt long before a start makes nobody wait', async () => {
  const { till: before } = await tillBehindSlowProxy(2 * MINUTE);
  before.answer = gatewayAt(before, before.clock.now() - before.clock.monotonic());
  await before.register(3);
  await before.clock.pass(SECOND);
  expect(before.state(3)?.state).toBe('accepted');
  await before.outbox.decisions.discard(idOf(1), 'manager');
  const till = new ReplayTill(before.store);
  till.clock.jump(before.clock.now() + 22 * MINUTE - till.clock.now());
  await till.start();
  await till.register(2, MOBILE);
  await till.clock.pass(SECOND);
  expect(till.state(2)?.state).toBe('accepted');
});
