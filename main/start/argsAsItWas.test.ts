import { expect, test } from 'vitest';
import { argsAsItWas } from './argsAsItWas.ts';

test('a program that comes back by itself has its data folder, and is in sight where it was', () => {
  const args = ['--hidden', '--user-data-dir=/one'];
  expect(argsAsItWas(args, true)).toEqual(['--user-data-dir=/one']);
  expect(argsAsItWas(args, false)).toEqual(['--user-data-dir=/one', '--hidden']);
});

test('what somebody has asked of the start before is not asked again', () => {
  const once = ['--provision=/a.json', '--export-queue=/q', '--import-queue=/q', '--register'];
  expect(argsAsItWas([...once, 'tillside://register', '--updated'], true)).toEqual(['--updated']);
  // Behind a lone `--`, where the registered command has the link, nothing would be read.
  expect(argsAsItWas(['--', 'tillside://register'], false)).toEqual(['--hidden']);
});
