import { describe, expect, test } from 'vitest';
import { LostCall } from './line.ts';
import { describeFailure, nameOfFailure } from './transportFailure.ts';

const withCode = (message: string, code: unknown, cause?: unknown) =>
  Object.assign(new Error(message, { cause }), { code });

describe('a failure as data', () => {
  test('is what the carrier of the call says, however deep it lies', () => {
    const lost = new LostCall('err_connection_refused', false);
    const wrapped = withCode('Network Error', 'ERR_NETWORK', new Error('failed', { cause: lost }));
    expect(describeFailure(wrapped)).toEqual({
      kind: 'failure',
      reason: 'err_connection_refused',
      mayHaveArrived: false,
    });
    expect(describeFailure(new LostCall('err_timed_out', true))).toMatchObject({
      mayHaveArrived: true,
    });
  });

  test('of which nobody knows whether it left may have arrived', () => {
    for (const error of [withCode('connect', 'ECONNREFUSED'), 'a text', undefined]) {
      expect(describeFailure(error)).toMatchObject({ kind: 'failure', mayHaveArrived: true });
    }
  });
});

describe('the name of a failure', () => {
  test.each<[string, unknown, string]>([
    [
      'the code of Chromium in a message',
      new Error('net::ERR_NAME_NOT_RESOLVED'),
      'err_name_not_resolved',
    ],
    ['a code of the system', withCode('connect', 'ECONNRESET'), 'econnreset'],
    [
      'a code of the system before any other code',
      withCode('x', 'UND_SOCKET', withCode('y', 'EPIPE')),
      'epipe',
    ],
    ['any other code', withCode('x', 'DEPTH_ZERO_SELF_SIGNED_CERT'), 'depth_zero_self_signed_cert'],
    [
      'the code of the cause',
      new Error('failed', { cause: withCode('x', 'ENOTFOUND') }),
      'enotfound',
    ],
    [
      'the code of one of several',
      new AggregateError([withCode('x', 'EHOSTUNREACH')], ''),
      'ehostunreach',
    ],
    ['a code that is no text', withCode('odd words', 5), 'failed'],
    ['no error at all', 'ECONNRESET', 'failed'],
  ])('is %s', (_what, error, name) => {
    expect(nameOfFailure(error)).toBe(name);
  });

  test('is found behind nineteen others, and not looked for behind more: a chain without end holds nobody up', () => {
    const behind = (others: number) => {
      let error = withCode('x', 'EPIPE');
      for (let other = 0; other < others; other += 1) {
        error = withCode('failed', undefined, error);
      }
      return nameOfFailure(error);
    };
    expect([19, 20].map(behind)).toEqual(['epipe', 'failed']);
  });

  test('is found in an error that is its own cause', () => {
    const error = withCode('x', 'EPIPE');
    error.cause = error;
    expect(nameOfFailure(error)).toBe('epipe');
  });
});
