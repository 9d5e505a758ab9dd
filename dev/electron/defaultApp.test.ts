import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

const { chosenDirectory } = createRequire(import.meta.url)('./defaultApp/chosenDirectory.cjs') as {
  chosenDirectory(args: readonly string[]): string | undefined;
};

test('the first argument without a dash names the application', () => {
  expect(chosenDirectory(['--no-sandbox', 'till', 'other'])).toBe('till');
});

test('--app=DIR wins over every other argument', () => {
  expect(chosenDirectory(['other', '--app=till'])).toBe('till');
});

test('start pages that browser launchers append are no applications', () => {
  expect(chosenDirectory(['--disable-gpu', 'data:,', 'about:blank'])).toBeUndefined();
});

test('without a folder there is none, an empty name included', () => {
  expect(chosenDirectory([])).toBeUndefined();
  expect(chosenDirectory(['', '--app='])).toBeUndefined();
});
