import { describe, expect, test } from 'vitest';
import { isRegisterLink, wishOf } from './wish.ts';

describe('a link opens the form', () => {
  test.each([
    'tillside://register',
    'tillside://register/',
    'TILLSIDE://Register',
    ' tillside://register ',
    'tillside://register?mobile=13800138000&name=x',
    'tillside://register#13800138000',
    'tillside://register/../../settings',
    'tillside://register?--provision=p.json',
    `tillside://register?${'x'.repeat(100_000)}`,
  ])('and what stands behind it is nobody’s business: %.60s', (link) => {
    expect(wishOf([link])).toBe('register');
    expect(wishOf(['--', link])).toBe('register');
  });
});

test.each([
  'tillside://',
  'tillside:register',
  'tillside://registers',
  'tillside://settings',
  'tillside://quit',
  'tillside://register@elsewhere',
  'tillside://x/tillside://register',
  'https://x/?tillside://register',
  '--user-data-dir=tillside://register',
  'tillside://--quit',
  '',
])('anything else brings up the window alone: %s', (argument) => {
  expect(isRegisterLink(argument)).toBe(false);
  expect(wishOf([argument])).toBe('window');
});

test('no link ends the program or asks for anything but its window, whatever is in it', () => {
  for (const evil of ['--quit', ' --quit', '"--quit"', '%20--quit', '&quit', '\n--quit']) {
    expect(wishOf([`tillside://register?${evil}`])).toBe('register');
    expect(wishOf([`tillside://${evil}`])).toBe('window');
  }
});

test('a start may ask for the form, or for the orderly end, by a switch', () => {
  expect(wishOf(['--lang=de', '--register'])).toBe('register');
  expect(wishOf(['--quit'])).toBe('quit');
  expect(wishOf(['--quit', '--register'])).toBe('quit');
  expect(wishOf([])).toBe('window');
});
