import { describe, expect, test } from 'vitest';
import {
  hotKeyOf,
  hotKeySchema,
  isOfOtherPrograms,
  readHotKey,
  storedHotKeySchema,
} from './hotKey.ts';

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

describe('what every program on the PC needs', () => {
  const NEEDED = [
    // Copy, cut, paste, undo, all, save, print, find, and the same once more with Shift.
    'Ctrl+C',
    'Ctrl+X',
    'Ctrl+V',
    'Ctrl+Z',
    'Ctrl+Shift+Z',
    'Ctrl+A',
    'Ctrl+S',
    'Ctrl+P',
    'Ctrl+F',
    'Ctrl+1',
    'Ctrl+Shift+V',
    'Ctrl+Insert',
    'Ctrl+Home',
    'Ctrl+Shift+End',
    // Closing, menus, input methods.
    'Alt+F4',
    'Ctrl+F4',
    'Alt+F',
    'Alt+Space',
    'Ctrl+Space',
    // The system's own.
    'Super+L',
    'Super+D',
    'Super+Shift+S',
    'Super+1',
    'Super+Pause',
  ];

  test.each(NEEDED)('is taken from none of them: %s', (text) => {
    expect(readHotKey(text)).toBeNull();
    expect(hotKeySchema.safeParse(text).error?.issues[0]?.message).toMatch(/other programs need/);
  });

  test.each(['Ctrl+Alt+C', 'Ctrl+Alt+Shift+V', 'Alt+Shift+F', 'Ctrl+Super+L', 'Alt+F2'])(
    'and its neighbour %s is free',
    (text) => {
      expect(readHotKey(text)).toBe(text);
    },
  );

  test('is told from what is no hot key at all, where a hand presses it', () => {
    const held = { ctrlKey: true, altKey: false, shiftKey: false, metaKey: false };
    expect(isOfOtherPrograms({ code: 'KeyC', ...held })).toBe(true);
    expect(isOfOtherPrograms({ code: 'Enter', ...held })).toBe(false);
    expect(isOfOtherPrograms({ code: 'KeyC', ...held, altKey: true })).toBe(false);
  });

  test('is no hot key any more where an earlier version has stored it, and costs no other setting', () => {
    expect(storedHotKeySchema.parse('Ctrl+C')).toBeNull();
    expect(storedHotKeySchema.parse('Ctrl+Alt+M')).toBe('Ctrl+Alt+M');
    expect(storedHotKeySchema.safeParse('Ctrl').success).toBe(false);
  });
});

describe('what a hand presses', () => {
  const press = (code: string, ...held: ('ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey')[]) => {
    const none = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };
    return hotKeyOf({ code, ...none, ...Object.fromEntries(held.map((one) => [one, true])) });
  };

  test('is read by the places of the keys', () => {
    expect(press('KeyM', 'ctrlKey', 'altKey')).toBe('Ctrl+Alt+M');
    expect(press('Digit5', 'altKey', 'shiftKey')).toBe('Alt+Shift+5');
    expect(press('F12', 'metaKey')).toBe('Super+F12');
    expect(press('PageUp', 'ctrlKey')).toBe('Ctrl+PageUp');
    expect(press('F13')).toBe('F13');
  });

  test('is nothing yet while only Ctrl, Alt and the like are down', () => {
    for (const code of ['ControlLeft', 'AltRight', 'ShiftLeft', 'MetaLeft', 'OSLeft'])
      expect(press(code, 'ctrlKey')).toBeUndefined();
  });

  test('is none where it would be typing, or a key that nobody can register', () => {
    for (const code of ['KeyM', 'F2', 'Space', 'Enter', 'Tab', 'Escape', 'Numpad5', ''])
      expect(press(code, 'shiftKey'), code).toBeNull();
    expect(press('Numpad5', 'ctrlKey')).toBeNull();
    expect(press('Enter', 'ctrlKey', 'altKey')).toBeNull();
  });
});
