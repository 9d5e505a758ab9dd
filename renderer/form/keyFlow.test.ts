import { describe, expect, test } from 'vitest';
import type { FieldName } from '../../app/member/memberFields.ts';
import { afterEnter, functionKeyAction, type KeyPress } from './keyFlow.ts';

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

describe('Enter', () => {
  test('goes from the phone to the remark without stopping at the kind of code, then saves', () => {
    const path: string[] = [];
    let at: FieldName | 'save' = 'mobile';
    while (at !== 'save') {
      at = afterEnter(at, { outerId: '', outerType: null });
      path.push(at);
    }
    expect(path).toEqual(['name', 'gender', 'birthday', 'outerId', 'remark', 'save']);
  });

  test('asks for the kind of a code that has none', () => {
    expect(afterEnter('outerId', { outerId: 'oABC', outerType: null })).toBe('outerType');
    expect(afterEnter('outerId', { outerId: 'oABC', outerType: 'wechat' })).toBe('remark');
    expect(afterEnter('outerType', { outerId: 'oABC', outerType: 'wechat' })).toBe('remark');
    expect(afterEnter('outerType', { outerId: '', outerType: 'wechat' })).toBe('outerId');
  });
});

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
