import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Answering } from '../../testing/doubles/answering.ts';
import { CONSENT, MoveDesk, states, WORDS } from '../../testing/tills/moveDesk.ts';
import { accepted, ReplayTill } from '../../testing/tills/replayTill.ts';
import { queueFilesElsewhere } from './queueFilesElsewhere.ts';
import type { QueueQuestion } from './queueQuestion.ts';

let hungCall = '';
let asked: string[] = [];

/** A process that answers, unless it is asked what hangs: as on a share whose server has gone. */
class Reader extends Answering {
  override postMessage(question: QueueQuestion) {
    asked.push(question.call);
    if (question.call !== hungCall) super.postMessage(question);
  }
}

const files = queueFilesElsewhere(() => new Reader());

let desk: MoveDesk;
beforeEach(async () => {
  desk = await MoveDesk.set();
  hungCall = '';
  asked = [];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await desk.clear();
});

/** Until the time of what hangs is over. */
async function outlast(call: string): Promise<void> {
  while (!asked.includes(call)) await setImmediate();
  await vi.advanceTimersByTimeAsync(2 * 60_000);
}

test('a queue goes into a file and out of one by a process of its own', async () => {
  expect(await desk.carryOut(desk.moving(desk.from, files), 'export', WORDS)).toBeNull();
  const there = await new ReplayTill().start();
  expect(await desk.carryOut(desk.moving(there, files), 'import')).toBeNull();
  expect(states(there)).toMatchObject({ accepted: 0, pending: 2 });
  expect(asked).toEqual(['place', 'write', 'name', 'read', 'read']);
  expect(await desk.carryOut(desk.moving(desk.from, files), 'import', WORDS, '/none')).toBe(
    'move.unreadable',
  );
});

test('an import from a share that does not answer ends with a code after two minutes, and sending goes on', async () => {
  const there = await new ReplayTill().start();
  there.answer = () => accepted('7');
  hungCall = 'read';
  const moving = desk.carryOut(desk.moving(there, files), 'import');
  for (let n = 1; n <= 5; n += 1) await there.register(n, undefined, CONSENT);
  await there.clock.pass(60_000);
  expect(states(there)).toMatchObject({ accepted: 0 });
  await outlast('read');
  expect(await moving).toBe('move.no-answer');
  await there.clock.pass(60_000);
  expect(states(there)).toMatchObject({ accepted: 5 });
});

test.each([
  ['place', 'move.no-answer', false],
  ['write', 'move.no-answer', true],
  ['name', 'move.no-answer', true],
  ['read', 'move.not-verified', false],
])(
  'an export to one that does not answer (%s) ends likewise; what may still become a file leaves the saves in doubt',
  async (call, code, isInDoubt) => {
    hungCall = call;
    const moving = desk.carryOut(desk.moving(desk.from, files), 'export', WORDS);
    await outlast(call);
    expect(await moving).toBe(code);
    const doubts = [...desk.from.outbox.saves.values()].map(
      ({ firstUnknownAt }) => firstUnknownAt !== null,
    );
    expect(doubts).toEqual([isInDoubt, isInDoubt]);
    desk.from.answer = () => accepted('7');
    await desk.from.clock.pass(60_000);
    expect(states(desk.from)).toMatchObject({ accepted: 2 });
  },
);
