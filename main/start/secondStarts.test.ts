import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { SecondStarts } from './secondStarts.ts';

function setUp() {
  const app = new EventEmitter();
  const starts = new SecondStarts(app as unknown as ConstructorParameters<typeof SecondStarts>[0]);
  const start = (told: unknown) => app.emit('second-instance', {}, [], '/', told);
  return { starts, start };
}

test('what second starts say while the till is being opened is heeded when it is there, in its order', () => {
  const { starts, start } = setUp();
  const heard: unknown[] = [];
  start('first');
  start('second');
  starts.handTo((told) => heard.push(told));
  start('third');
  expect(heard).toEqual(['first', 'second', 'third']);
});

test('each start is announced at once, also while what it says still waits for the till', () => {
  const { starts, start } = setUp();
  let announced = 0;
  starts.onEach(() => {
    announced += 1;
  });
  start('first');
  expect(announced).toBe(1);
  starts.handTo(() => undefined);
  start('second');
  expect(announced).toBe(2);
});

test('a thousand starts before that fill no memory', () => {
  const { starts, start } = setUp();
  for (let count = 0; count < 1_000; count += 1) start(count);
  const heard: unknown[] = [];
  starts.handTo((told) => heard.push(told));
  expect(heard).toHaveLength(100);
});
