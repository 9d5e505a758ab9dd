import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { Connections } from './connections.ts';

/** As much of a connection as is asked for. */
function connection() {
  const said: string[] = [];
  const socket = Object.assign(new EventEmitter(), {
    said,
    end: (text: string, then: () => void) => {
      said.push(text);
      then();
    },
    destroy: () => void socket.emit('close'),
  });
  return socket as typeof socket & Socket;
}

test('the oldest that has shown no token goes for the next, with words', () => {
  const connections = new Connections(2);
  const [known, silent, next] = [connection(), connection(), connection()];
  connections.add(known);
  connections.know(known);
  connections.add(silent);
  connections.add(next);
  expect(silent.said.join()).toContain('connections.too-many');
  expect([known.said, next.said]).toEqual([[], []]);
  expect(connections.size).toBe(2);
  expect([known, silent, next].map((one) => connections.has(one))).toEqual([true, false, true]);
});

test('where all have shown it, the one that comes is refused', () => {
  const connections = new Connections(2);
  const all = [connection(), connection()];
  for (const one of all) {
    connections.add(one);
    connections.know(one);
  }
  const next = connection();
  connections.add(next);
  expect(next.said.join()).toContain('503');
  expect(all.map(({ said }) => said)).toEqual([[], []]);
});

test('one that ends makes room', () => {
  const connections = new Connections(1);
  const first = connection();
  connections.add(first);
  first.destroy();
  const second = connection();
  connections.add(second);
  expect([connections.size, second.said]).toEqual([1, []]);
});
