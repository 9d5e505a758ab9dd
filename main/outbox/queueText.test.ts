import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { openQueue } from './movedFile.ts';
import { readSealed } from './queueText.ts';

const MANY = 300_000;

/** What takes a parser minutes and gigabytes where a file is as long as it may be. */
const HOSTILE: readonly (readonly [name: string, text: string])[] = [
  ['lists in lists', '['.repeat(MANY)],
  ['lists in lists, each ended', '['.repeat(MANY) + ']'.repeat(MANY)],
  ['objects in a list', `[${'{},'.repeat(MANY)}0]`],
  ['one name after the other', `{${Array.from({ length: MANY }, (_, at) => `"${at}":1`).join()}}`],
  ['more saves than any file', `{"saves":[${'{},'.repeat(MANY)}{}]}`],
  ['names in a save', `{"saves":[{${'"a":1,'.repeat(MANY)}"b":1}]}`],
  ['lists in a save', `{"saves":[{"a":${'['.repeat(MANY)}${']'.repeat(MANY)}}]}`],
  ['saves in another place', `{"saves":[],"other":[${'{},'.repeat(1_000)}{}]}`],
  ['a list twice', `{"saves":[${'{},'.repeat(1_000)}{}],"saves":[]}`],
];

test.each(HOSTILE)('a file is not parsed before it can be one of ours: %s', async (_name, text) => {
  const parse = vi.spyOn(JSON, 'parse');
  expect(await openQueue(text, 'correct horse battery')).toBe('not-a-queue');
  expect(await readSealed(text)).toBe(undefined);
  const longest = parse.mock.calls.reduce((most, [given]) => Math.max(most, given.length), 0);
  parse.mockRestore();
  expect(longest).toBeLessThan(MANY);
});

test('what a till has put in is read as a parser reads it, wherever brackets, quotes and commas stand', async () => {
  const text = fc.string({
    unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', 'a', '王', '\n'),
  });
  const save = fc.record({
    body: text,
    history: fc.record({ last: fc.option(fc.record({ text })) }),
  });
  const queue = fc.oneof(
    fc.record({ saves: fc.array(save) }),
    fc.record({ exportedAt: fc.integer(), saves: fc.array(save) }),
    fc.record({ saves: fc.oneof(text, fc.array(fc.integer())) }),
    text,
    fc.constant(null),
  );
  await fc.assert(
    fc.asyncProperty(queue, fc.constantFrom(0, 2), async (given, blanks) => {
      expect(await readSealed(JSON.stringify(given, null, blanks))).toEqual(given);
    }),
  );
  for (const broken of ['{"saves":[{"a":1]}', '{"saves":[{}', '"a', '', '{"saves":[{,}]}'])
    expect(await readSealed(broken)).toBe(undefined);
});
