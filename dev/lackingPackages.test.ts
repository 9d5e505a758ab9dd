import { expect, test } from 'vitest';
import { lackingPackages } from './prerequisites.ts';

test('of commands that are there nothing is lacking, and nothing is said', () => {
  const said: string[] = [];
  expect(lackingPackages({ node: 'nodejs' }, (line) => said.push(line))).toEqual([]);
  expect(said).toEqual([]);
});

test.skipIf(process.getuid?.() === 0)(
  'who may install nothing is told each package once (not for root, who may)',
  () => {
    const commands = { 'no-such-a': 'one two', 'no-such-b': 'two', node: 'nodejs' };
    expect(lackingPackages(commands)).toEqual(['one', 'two']);
  },
);
