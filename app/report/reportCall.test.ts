import { describe, expect, test } from 'vitest';
import type { GatewayResponse } from '../gateway/classify.ts';
import { fateOf, REPORT_ROOT } from './reportCall.ts';

const answer = (body: unknown, status = 200): GatewayResponse => ({
  kind: 'http',
  status,
  bodyText: typeof body === 'string' ? body : JSON.stringify(body),
  date: '',
  mayBeSecond: false,
});
const error = (code: number, sub_code = '', sub_msg = '') =>
  answer({ error_response: { code, msg: '', sub_code, sub_msg } });

test('a report is taken where a relay says so by its own root', () => {
  expect(fateOf(answer({ [REPORT_ROOT]: { request_id: 'a' } }))).toEqual({ kind: 'taken' });
});

describe('it is taken by nothing else', () => {
  test.each<[string, GatewayResponse, string]>([
    ['a login page', answer('<html>'), 'transport.not-json'],
    ['other JSON', answer({ ok: true }), 'transport.unexpected-json'],
    ['null', answer('null'), 'transport.unexpected-json'],
    ["the relay's root under an error", answer({ [REPORT_ROOT]: {} }, 502), 'transport.http-502'],
    ['a revoked key', error(29, 'isv.appkey-revoked'), 'isv.appkey-revoked'],
    [
      'no answer',
      { kind: 'failure', reason: 'etimedout', mayHaveArrived: true },
      'transport.etimedout',
    ],
  ])('%s', (_, response, code) => {
    expect(fateOf(response)).toEqual({ kind: 'lost', code, isClock: false, waitSeconds: null });
  });
});

test('who knows no such call is no relay, and is not asked again for an hour: it may count each call', () => {
  const platform = fateOf(error(22, 'isv.invalid-method'));
  expect(platform).toMatchObject({ kind: 'lost', code: 'isv.invalid-method', waitSeconds: 3_600 });
});

test('a clock that is refused is known by its code', () => {
  expect(fateOf(error(31, 'isv.invalid-timestamp'))).toMatchObject({ isClock: true });
});

test('for how long no call is welcome is heeded', () => {
  const banned = error(
    7,
    'accesscontrol.limited-by-app-access-count',
    'This ban will last for 90 more seconds',
  );
  expect(fateOf(banned)).toMatchObject({ isClock: false, waitSeconds: 90 });
});
