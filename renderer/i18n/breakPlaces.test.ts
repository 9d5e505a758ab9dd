import { expect, test } from 'vitest';
import { breakPlaces } from './breakPlaces.ts';

test('an address may break behind its slashes, dots and question marks, and behind nothing else', () => {
  expect(breakPlaces('https://gw.api.taobao.com/router/rest?app=1 → 无')).toEqual([
    'https://',
    'gw.',
    'api.',
    'taobao.',
    'com/',
    'router/',
    'rest?',
    'app=1 → 无',
  ]);
});
test('a folder on a server, a full stop and an end are no further places; nothing is lost', () => {
  expect(breakPlaces('\\\\server\\share\\till.json')).toEqual([
    '\\\\',
    'server\\',
    'share\\',
    'till.',
    'json',
  ]);
  expect(breakPlaces('21003. ')).toEqual(['21003. ']);
  expect(breakPlaces('21003.')).toEqual(['21003.']);
  expect(breakPlaces('')).toEqual(['']);
});
