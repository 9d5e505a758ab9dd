import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { SecondStarts } from './secondStarts.ts';

function setUp() {
  const app = new EventEmitter();
  const starts = new SecondStarts(app as unknown as ConstructorParameters<typeof SecondStarts>[0]);
  const start = (told: unknown, argv: string[] = []) =>
    app.emit('second-instance', {}, argv, '/', told);
  const openLink = (link: string) => app.emit('open-url', { preventDefault: () => {} }, link);
  const wishes: string[] = [];
  starts.onEach((wish) => wishes.push(wish));
  return { starts, start, openLink, wishes };
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

const word = { workingFolder: '/', provision: null, move: null, without: [] };

test('what a start wants is told at once, and what nobody understands wants the window', () => {
  const { start, wishes } = setUp();
  start({ ...word, wants: 'register' });
  start({ ...word, wants: 'quit' });
  start(word);
  for (const told of ['quit', { ...word, wants: 'settings' }, { ...word, wants: 'quit', more: 1 }])
    start(told);
  expect(wishes).toEqual(['register', 'quit', 'window', 'window', 'window', 'window']);
});

test('a start that came with the session wants nothing to be seen, and may want the end', () => {
  const { start, wishes } = setUp();
  start({ ...word, wants: 'register' }, ['--hidden']);
  start({ ...word, wants: 'quit' }, ['--hidden']);
  expect(wishes).toEqual(['quit']);
});

test('a link that macOS hands over is heeded as one on a command line', () => {
  const { openLink, wishes } = setUp();
  openLink('tillside://register?x');
  openLink('tillside://quit');
  expect(wishes).toEqual(['register', 'window']);
});

test('a thousand starts before that fill no memory', () => {
  const { starts, start } = setUp();
  for (let count = 0; count < 1_000; count += 1) start(count);
  const heard: unknown[] = [];
  starts.handTo((told) => heard.push(told));
  expect(heard).toHaveLength(100);
});
