import { expect, test } from 'vitest';
import { freeName } from './asideName.ts';

const NOW = Date.UTC(2026, 10, 26, 6);
const nameAt = (at: number) => `aside-${new Date(at).toISOString().replace(/[:.]/g, '-')}`;

test('however many have the names before it, the next free one is found by looking at each once', () => {
  const many = Array.from({ length: 500 }, (_, at) => nameAt(NOW + at) + (at % 2 ? '.taken' : ''));
  let looks = 0;
  const names = new Proxy(many, {
    get: (list, key) => {
      looks += 1;
      return Reflect.get(list, key);
    },
  });
  expect(freeName(names, NOW)).toBe(nameAt(NOW + many.length));
  // Where all of them were looked at for each it was more than a hundred thousand times, and minutes of 10,000 folders.
  expect(looks).toBeLessThan(2 * many.length);
});

test('a name that another one has in other letters is taken as well: to Windows and macOS it is the same', () => {
  const named = (at: number) => nameAt(at).toUpperCase();
  const other = `A\u017fide${nameAt(NOW + 2).slice('aside'.length)}`;
  const names = [named(NOW), `${named(NOW + 1)}.TAKEN`, other];
  expect(freeName(names, NOW)).toBe(nameAt(NOW + 3));
});
