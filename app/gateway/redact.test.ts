import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Outcome } from './outcome.ts';
import { redactOutcome } from './redact.ts';

const outcome = (text: string, code = '41'): Outcome => ({
  class: 'rejected',
  code,
  subCode: '',
  traceId: '',
  text,
});

test('what the gateway echoes of a person is taken out of its words', () => {
  const body = JSON.stringify({
    mobile: '13800138000',
    name: '刘德华',
    outer_id: 'o-6q9.x',
    remark: '老客',
  });
  const said = '刘德华 138 0013 8000 138-0013-8000 o-6q9.x 老客 已存在';
  expect(redactOutcome(outcome(said), body).text).toBe('*** *** *** *** *** 已存在');
});

test('no name of a person, whatever characters it has, stays in words or codes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 2, maxLength: 20 }), (name) => {
      fc.pre(name.length > 1 && !'x***x'.includes(name));
      const redacted = redactOutcome(outcome(`x${name}x`, name), JSON.stringify({ name }));
      expect(redacted.text).not.toContain(name);
      expect(redacted.code).not.toContain(name);
    }),
  );
});

test('codes have a length that a log can bear', () => {
  expect(redactOutcome(outcome('', 'c'.repeat(1_000)), '{}').code).toHaveLength(64);
});

test('a single character is no secret, and what only resembles a person stays', () => {
  const body = JSON.stringify({ name: '王', mobile: '13800138000', remark: 'ab' });
  const said = '王 13800138001 a.b a--b';
  expect(redactOutcome(outcome(said), body).text).toBe(said);
  expect(redactOutcome(outcome('ab', 'xab'), body)).toMatchObject({ text: '***', code: 'x***' });
});

test('what is too long to be a code is neither kept nor searched', () => {
  const long = { ...outcome(''), code: '7'.repeat(1_001), subCode: 'x'.repeat(1_000) };
  const kept = redactOutcome(long, JSON.stringify({ mobile: '13800138000' }));
  expect(kept.code).toBe('***');
  expect(kept.subCode).toBe('x'.repeat(64));
});
