import { describe, expect, test } from 'vitest';
import type { KeyProblem } from '../app/keys/keyQuestion.ts';
import { VirtualClock } from '../testing/doubles/virtualClock.ts';
import { type KeyAnswers, openWithKey } from './openWithKey.ts';
import { KeyClosedError } from './vault/dataKey.ts';

/** Somebody opens a till whose key stays closed for as long as `problem` is set. */
function opening(first: KeyProblem | null) {
  const clock = new VirtualClock();
  const desk = {
    clock,
    problem: first,
    tries: [] as number[],
    waiting: [] as string[],
    asked: [] as string[],
    answers: null as KeyAnswers | null,
    opened: null as string | null,
  };
  const open = async () => {
    desk.tries.push(clock.monotonic() / 1_000);
    if (desk.problem !== null) throw new KeyClosedError(desk.problem, 'key.json os');
    return 'till';
  };
  const done = openWithKey(open, {
    clock,
    onWaiting: ({ problem }) => desk.waiting.push(problem),
    onClosed: ({ problem }, answers) => {
      desk.asked.push(problem);
      desk.answers = answers;
    },
  }).then((opened) => {
    desk.opened = opened;
  });
  return { desk, done };
}

describe('a key that does not open', () => {
  test.each(['unwrap-failed', 'store-missing'] as const)(
    'for a moment (%s) is asked for again with growing waits, and nobody is asked',
    async (problem) => {
      const { desk } = opening(problem);
      await desk.clock.pass(10_000);
      desk.problem = null;
      await desk.clock.pass(10_000);
      expect(desk.tries).toEqual([0, 1, 3, 7, 15]);
      expect(desk).toMatchObject({ opened: 'till', waiting: [problem], asked: [] });
    },
  );

  test('for a minute is a question, and opens by itself all the same when it can', async () => {
    const { desk } = opening('unwrap-failed');
    await desk.clock.pass(59_000);
    expect(desk.asked).toEqual([]);
    await desk.clock.pass(1_000);
    expect(desk.tries).toEqual([0, 1, 3, 7, 15, 31, 60]);
    expect(desk.asked).toEqual(['unwrap-failed']);
    await desk.clock.pass(3_600_000);
    expect(desk.opened).toBeNull();
    desk.problem = null;
    await desk.clock.pass(30_000);
    expect(desk.opened).toBe('till');
  });

  test.each(['damaged', 'gone', 'other-key'] as const)(
    'for good (%s) is a question at once',
    async (problem) => {
      const { desk } = opening(problem);
      await desk.clock.pass(0);
      expect(desk).toMatchObject({ asked: [problem], waiting: [] });
    },
  );

  test('is asked for at once when somebody says so', async () => {
    const { desk } = opening('damaged');
    await desk.clock.pass(1_000);
    desk.problem = null;
    desk.answers?.again();
    await desk.clock.pass(0);
    expect(desk.opened).toBe('till');
  });

  test('ends the start where it is another trouble', async () => {
    const trouble = new Error('newer');
    const options = { clock: new VirtualClock(), onWaiting: () => {}, onClosed: () => {} };
    await expect(openWithKey(() => Promise.reject(trouble), options)).rejects.toBe(trouble);
  });
});

describe('what somebody decides', () => {
  test('is done while nobody opens the folder, and the opening comes right after it', async () => {
    const { desk } = opening('gone');
    await desk.clock.pass(1_000);
    const order: string[] = [];
    const isDone = desk.answers?.between(async () => {
      order.push(`tried ${desk.tries.length} times`);
      desk.problem = null;
    });
    await desk.clock.pass(0);
    expect(await isDone).toBe(true);
    expect([order, desk.opened]).toEqual([['tried 1 times'], 'till']);
  });

  test('is not done any more once the key has opened', async () => {
    const { desk } = opening('gone');
    await desk.clock.pass(1_000);
    desk.problem = null;
    await desk.clock.pass(30_000);
    let acts = 0;
    const isDone = await desk.answers?.between(async () => {
      acts += 1;
    });
    expect([isDone, acts]).toEqual([false, 0]);
  });

  test('and fails is told to whoever decided, and the question stays', async () => {
    const { desk } = opening('gone');
    await desk.clock.pass(1_000);
    const failed = desk.answers?.between(() => Promise.reject(new Error('full')));
    const told = expect(failed).rejects.toThrow('full');
    await desk.clock.pass(0);
    await told;
    expect(desk.asked).toEqual(['gone', 'gone']);
  });
});
