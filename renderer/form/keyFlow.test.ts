import { describe, expect, test } from 'vitest';
import { afterEnter, type FieldName } from './keyFlow.ts';

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
