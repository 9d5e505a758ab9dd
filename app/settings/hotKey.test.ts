import { describe, expect, test } from 'vitest';
import { hotKeySchema, readHotKey } from './hotKey.ts';

describe('a hot key', () => {
  test.each([
    ['Ctrl+Alt+M', 'Ctrl+Alt+M'],
    ['alt + ctrl + m', 'Ctrl+Alt+M'],
    ['Control+Shift+pageup', 'Ctrl+Shift+PageUp'],
    ['CommandOrControl+F2', 'Ctrl+F2'],
    ['Win+Space', 'Super+Space'],
    ['F13', 'F13'],
    ['pause', 'Pause'],
  ])('%s is read as %s', (text, read) => {
    expect(readHotKey(text)).toBe(read);
    expect(hotKeySchema.parse(text)).toBe(read);
  });

  test.each([
    // What a hand types, at this window or at the POS program's.
    'M',
    'Shift+M',
    'Shift+F13',
    'F2',
    'Space',
    '5',
    // No key, or none that is known.
    '',
    '+',
    'Ctrl',
    'Ctrl+Alt',
    'Ctrl+',
    'Ctrl++',
    'Ctrl+Ctrl+M',
    'Ctrl+AB',
    'Ctrl+F25',
    'Hyper+M',
    'Ctrl+会',
  ])('%s is none', (text) => {
    expect(readHotKey(text)).toBeNull();
    expect(hotKeySchema.safeParse(text).success).toBe(false);
  });
});
