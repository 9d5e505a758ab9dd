import { expect, test } from 'vitest';
import {
  errorAnswer,
  lostAnswer,
  ReplayTill,
  refusedConnection,
} from '../../testing/tills/replayTill.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Ten people before the queue stops, two who were under way beside them, and 24 who go round. */
const MOST = 36;

/** Waits that differ, and are the same every time. */
function evenly(): () => number {
  let last = 0;
  return () => {
    last = (last + 0.618) % 1;
    return last;
  };
}

/** A till with 200 people waiting, whose cable has been out. */
async function backlog(): Promise<ReplayTill> {
  const till = new ReplayTill();
  till.random = evenly();
  await till.start();
  till.answer = () => refusedConnection;
  for (let number = 1; number <= 200; number += 1) await till.register(number);
  await till.clock.pass(10 * MINUTE);
  return till;
}

const saves = (till: ReplayTill) => [...till.store.onDisk.values()];
const inDoubt = (till: ReplayTill) =>
  saves(till).filter(({ firstUnknownAt }) => firstUnknownAt !== null).length;

test.each([
  { name: 'a silent gateway', answer: lostAnswer, every: 3 * SECOND },
  { name: 'a busy platform', answer: errorAnswer(10), every: HOUR },
  { name: 'a busy platform', answer: errorAnswer(10), every: 10 * SECOND },
  { name: 'a busy platform', answer: errorAnswer(10), every: 3 * SECOND },
])(
  '$name puts no more of a backlog in doubt however often it is asked (every $every ms)',
  async ({ answer, every }) => {
    const till = await backlog();
    till.answer = () => answer;
    for (let passed = 0; passed < 2 * HOUR; passed += every) {
      till.replayer.wake('network');
      await till.clock.pass(every);
    }
    expect(inDoubt(till)).toBeLessThanOrEqual(MOST);
  },
);
