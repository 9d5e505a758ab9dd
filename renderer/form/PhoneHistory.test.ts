import { expect, test } from 'vitest';
import { PhoneHistory } from './PhoneHistory.ts';

const at = (text: string) => ({ text, caret: text.length });

test('goes back and forward over what was typed, and no further', () => {
  const history = new PhoneHistory();
  history.note('', at('138'));
  history.note('138', at('138 0'));
  expect(history.step('138 0', -1)).toEqual(at('138'));
  expect(history.step('138', -1)).toEqual(at(''));
  expect(history.step('', -1)).toBeNull();
  expect(history.step('', 1)).toEqual(at('138'));
  expect(history.step('138', 1)).toEqual(at('138 0'));
  expect(history.step('138 0', 1)).toBeNull();
});

test('what is typed after a step back takes the place of what was ahead', () => {
  const history = new PhoneHistory();
  history.note('', at('138'));
  history.step('138', -1);
  history.note('', at('139'));
  expect(history.step('139', 1)).toBeNull();
  expect(history.step('139', -1)).toEqual(at(''));
});

test('never brings back a number that was not this customer’s', () => {
  const history = new PhoneHistory();
  history.note('', at('138 0013 8000'));
  // The form was emptied meanwhile.
  expect(history.step('', -1)).toBeNull();
  history.note('', at('1'));
  expect(history.step('1', -1)).toEqual(at(''));
  expect(history.step('', -1)).toBeNull();
});

test('gives nothing back of what it has forgotten', () => {
  const history = new PhoneHistory();
  history.note('', at('138'));
  history.note('138', at(''));
  history.forget();
  expect(history.step('', -1)).toBeNull();
  expect(history.step('', 1)).toBeNull();
});
