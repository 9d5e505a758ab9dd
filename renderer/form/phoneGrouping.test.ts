import { describe, expect, test } from 'vitest';
import { groupPhone } from './phoneGrouping.ts';

/** `|` stands for the caret. */
function edit(edited: string, before = '', inputType = 'insertText'): string {
  const caret = edited.indexOf('|');
  const { text, caret: next } = groupPhone(
    { text: edited.replace('|', ''), caret },
    before.replace('|', ''),
    inputType,
  );
  return `${text.slice(0, next)}|${text.slice(next)}`;
}

describe('the phone number while it is typed', () => {
  test('is grouped 3-4-4 with the caret behind the digit just typed', () => {
    expect(edit('186|')).toBe('186|');
    expect(edit('1865|')).toBe('186 5|');
    expect(edit('186 51822|')).toBe('186 5182 2|');
    expect(edit('18651822226|')).toBe('186 5182 2226|');
  });

  test('keeps the caret behind a digit put into the middle', () => {
    expect(edit('1869| 5182 222')).toBe('186 9|518 2222');
    expect(edit('1|86 5182 2226')).toBe('1|86 5182 2226');
  });

  test('loses the digit before a gap when the gap is deleted backwards', () => {
    expect(edit('186|5182', '186 5182', 'deleteContentBackward')).toBe('18|5 182');
  });

  test('loses the digit behind a gap when the gap is deleted forwards', () => {
    expect(edit('186|5182', '186 5182', 'deleteContentForward')).toBe('186| 182');
  });

  test('takes prefixes and full-width digits off as soon as the number is whole', () => {
    expect(edit('+8618651822226|')).toBe('186 5182 2226|');
    expect(edit('+861865|')).toBe('+861865|');
    expect(edit('１８６５１８２２２２６|')).toBe('186 5182 2226|');
    expect(edit('008618651822226|')).toBe('186 5182 2226|');
  });

  test('loses what cannot be seen as soon as it is pasted, with the caret behind the same digit', () => {
    expect(edit('\u202d18651822226\u202c|')).toBe('186 5182 2226|');
    expect(edit('\u202a186\u200b51\u202c|82')).toBe('186 51|82');
    expect(edit('186\u00a05182\u20072226\ufeff|')).toBe('186 5182 2226|');
    expect(edit('\u200eab|12\u200b')).toBe('ab|12');
    expect(edit('\u200b|')).toBe('|');
  });

  test('never hides what is too much, and leaves alone what is no number', () => {
    expect(edit('1865182222678|')).toBe('186 5182 2226 78|');
    expect(edit('ab12345|')).toBe('ab12345|');
  });
});
