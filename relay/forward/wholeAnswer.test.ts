import { expect, it } from 'vitest';
import { AnswerTaker, type WholeAnswer } from './wholeAnswer.ts';

const late = new Error('late');

/** What undici says to a taker, and what the taker says to undici. */
function exchange() {
  const said: (WholeAnswer | Error)[] = [];
  const aborted: Error[] = [];
  const controller = { abort: (reason: Error) => aborted.push(reason) } as never;
  return { said, aborted, controller, taker: new AnswerTaker((answer) => said.push(answer)) };
}

it('a call that is given up before it has a connection never begins', () => {
  const { aborted, controller, taker } = exchange();
  taker.giveUp(late);
  expect(aborted).toEqual([]);
  taker.onRequestStart(controller);
  expect(aborted).toEqual([late]);
});

it('a call that is under way is ended at once', () => {
  const { aborted, controller, taker } = exchange();
  taker.onRequestStart(controller);
  taker.giveUp(late);
  expect(aborted).toEqual([late]);
});

it('the answer is what comes after the words on the way, in one piece', () => {
  const { said, controller, taker } = exchange();
  taker.onRequestStart(controller);
  taker.onResponseStart(controller, 103, { link: 'x' });
  expect(said).toEqual([]);
  taker.onResponseStart(controller, 200, { date: 'now' });
  taker.onResponseData(controller, Buffer.from('a'));
  taker.onResponseData(controller, Buffer.from('b'));
  taker.onResponseEnd();
  expect(said).toEqual([{ statusCode: 200, headers: { date: 'now' }, body: Buffer.from('ab') }]);
});

it('an answer without a body has an empty one', () => {
  const { said, controller, taker } = exchange();
  taker.onResponseStart(controller, 204, {});
  taker.onResponseEnd();
  expect(said).toEqual([{ statusCode: 204, headers: {}, body: Buffer.alloc(0) }]);
});
