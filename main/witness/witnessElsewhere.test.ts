import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { Reader } from '../files/askElsewhere.ts';
import { witnessElsewhere } from './witnessElsewhere.ts';
import type { WitnessQuestion } from './witnessFolder.ts';

const QUESTION: WitnessQuestion = {
  question: 'witness',
  call: 'read',
  folder: '/marks',
  name: 'tillside-0.mark',
};

/** A process whose disk lets it neither answer nor end. */
class Stuck extends EventEmitter implements Reader {
  postMessage = () => undefined;
  kill = () => true;
}

test('a place that answers nothing holds three processes at the most, however often it is asked', async () => {
  const begun: Stuck[] = [];
  const ask = witnessElsewhere(() => {
    const reader = new Stuck();
    begun.push(reader);
    return reader;
  });
  const answers = [];
  for (let times = 0; times < 20; times += 1) answers.push(await ask(QUESTION, 1));
  expect(answers).toEqual(Array.from({ length: 20 }, () => ({ ok: false, code: 'NO_ANSWER' })));
  expect(begun).toHaveLength(3);
  // Its disk has let one of them go.
  begun[0]?.emit('exit');
  const asked = ask(QUESTION, 5_000);
  begun[3]?.emit('message', { ok: true, text: null });
  expect(await asked).toEqual({ ok: true, text: null });
  expect(begun).toHaveLength(4);
});

test('a place that answers nothing takes no question from another one that is chosen in its stead', async () => {
  let isStuck = true;
  const ask = witnessElsewhere(() => {
    const reader = new Stuck();
    const answer = { ok: true, text: null };
    if (!isStuck)
      reader.postMessage = () => void setImmediate(() => reader.emit('message', answer));
    return reader;
  });
  for (let times = 0; times < 4; times += 1) await ask(QUESTION, 1);
  isStuck = false;
  expect(await ask({ ...QUESTION, folder: '/other' }, 5_000)).toEqual({ ok: true, text: null });
});
