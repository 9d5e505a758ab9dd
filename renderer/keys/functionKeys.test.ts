import { describe, expect, test } from 'vitest';
import { endsWhatIsSaid, functionKeyAction, type KeyPress } from './functionKeys.ts';

const plain: KeyPress = {
  key: '',
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
  isComposing: false,
  keyCode: 0,
};

describe('a function key', () => {
  test('clears, brings back or saves', () => {
    expect(functionKeyAction({ ...plain, key: 'F2' })).toBe('clear');
    expect(functionKeyAction({ ...plain, key: 'Escape' })).toBe('clear');
    expect(functionKeyAction({ ...plain, key: 'F3' })).toBe('undo-clear');
    expect(functionKeyAction({ ...plain, key: 'F4' })).toBe('save');
  });

  test('does nothing while an input method composes, when held down, or with a modifier', () => {
    for (const change of [
      { isComposing: true },
      { keyCode: 229 },
      { repeat: true },
      { altKey: true },
      { ctrlKey: true },
    ]) {
      expect(functionKeyAction({ ...plain, key: 'F4', ...change })).toBe('none');
      expect(functionKeyAction({ ...plain, key: 'Escape', ...change })).toBe('none');
    }
  });
});

describe('what is said of the last customer', () => {
  test('ends with the next key, except one that modifies others, asks to save or says it once more', () => {
    for (const key of ['1', 'Escape', 'F2', 'Tab']) expect(endsWhatIsSaid(key), key).toBe(true);
    for (const key of ['Shift', 'NumLock', 'F4', 'F12'])
      expect(endsWhatIsSaid(key), key).toBe(false);
  });
});
