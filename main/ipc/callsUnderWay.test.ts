import { expect, test } from 'vitest';
import { CallsUnderWay, MOST_CALLS, MOST_SIZE } from './callsUnderWay.ts';

/** Calls that somebody else answers, in the order in which they were sent. */
function start() {
  const underWay = new CallsUnderWay();
  const sent: { number: number; answer: PromiseWithResolvers<string> }[] = [];
  const call = (number: number, size = 1) =>
    underWay.call(size, () => {
      const answer = Promise.withResolvers<string>();
      sent.push({ number, answer });
      return answer.promise;
    });
  return { call, sent, numbers: () => sent.map(({ number }) => number) };
}

const upTo = (count: number) => Array.from({ length: count }, (_, number) => number);

test('a call is sent at once as long as few are under way', () => {
  const { call, numbers } = start();
  for (const number of upTo(MOST_CALLS)) void call(number);
  expect(numbers()).toEqual(upTo(MOST_CALLS));
});

test('of any number of calls no more than some are under way, and each gets its own answer, in the order of the calls', async () => {
  const { call, sent, numbers } = start();
  const many = 10 * MOST_CALLS;
  const answers = upTo(many).map((number) => call(number));
  for (let answered = 0; answered < many; answered += 1) {
    expect(sent.length - answered).toBeLessThanOrEqual(MOST_CALLS);
    sent[answered]?.answer.resolve(`answer ${answered}`);
    await answers[answered];
    await Promise.resolve();
  }
  expect(numbers()).toEqual(upTo(many));
  expect(await Promise.all(answers)).toEqual(upTo(many).map((number) => `answer ${number}`));
});

test('of long arguments fewer are under way, and the largest of all is sent as well', async () => {
  const { call, sent, numbers } = start();
  const answers = [call(0, MOST_SIZE / 2), call(1, MOST_SIZE / 2), call(2, MOST_SIZE), call(3)];
  expect(numbers()).toEqual([0, 1]);
  sent[0]?.answer.resolve('');
  await answers[0];
  expect(numbers(), 'nobody overtakes').toEqual([0, 1]);
  sent[1]?.answer.resolve('');
  await expect.poll(numbers).toEqual([0, 1, 2]);
  sent[2]?.answer.resolve('');
  await expect.poll(numbers).toEqual([0, 1, 2, 3]);
});

test('a call that fails makes room for the next one, and fails whoever made it alone', async () => {
  const { call, sent, numbers } = start();
  const answers = upTo(MOST_CALLS + 1).map((number) => call(number));
  sent[0]?.answer.reject(new Error('could not be cloned'));
  await expect(answers[0]).rejects.toThrow('could not be cloned');
  await expect.poll(numbers).toEqual(upTo(MOST_CALLS + 1));
});

test('a call that cannot even be sent fails, and takes no room', async () => {
  const underWay = new CallsUnderWay();
  const fails = () => {
    throw new Error('An object could not be cloned.');
  };
  for (const _ of upTo(MOST_CALLS + 1))
    await expect(underWay.call(1, fails)).rejects.toThrow('could not be cloned');
  expect(await underWay.call(1, async () => 'answered')).toBe('answered');
});
