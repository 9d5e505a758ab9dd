import { describe, expect, test } from 'vitest';
import { checkConsent } from './checkConsent.ts';
import type { Consent, GivenConsent } from './consent.ts';
import { noticeVersion } from './notice.ts';

const consent: Consent = { at: 100, noticeVersion: 'v3', operatorId: 'A', marketing: false };
const given: GivenConsent = { ...consent, brandId: 'brand' };
const rule = {
  brandId: 'brand',
  version: 'v3',
  operators: [{ id: 'A' }, { id: 'B' }],
  now: 200,
  corrected: null,
};

describe('a consent', () => {
  test('is what it was when it was ticked: time, version, operator, and marketing apart', () => {
    expect(checkConsent(given, rule)).toEqual({ ok: true, consent });
    const both = { ...consent, marketing: true };
    expect(checkConsent({ ...given, marketing: true }, rule)).toEqual({ ok: true, consent: both });
  });
  test('that is missing makes no save', () => {
    expect(checkConsent(null, rule)).toEqual({ ok: false, problem: 'consent.missing' });
  });
  test('to an older notice is none to this one', () => {
    expect(checkConsent(given, { ...rule, version: 'v4' })).toEqual({
      ok: false,
      problem: 'consent.outdated',
    });
  });
  test('to another brand is none to this one, also where their notices have the same version', () => {
    expect(checkConsent(given, { ...rule, brandId: 'another' })).toEqual({
      ok: false,
      problem: 'consent.other-brand',
    });
  });
  test('that nobody of this till has asked for is none, whatever stands there in their place', () => {
    for (const operatorId of ['C', 'a', '', 'A ', '18634710295 慕容半行'])
      expect(checkConsent({ ...given, operatorId }, rule)).toEqual({
        ok: false,
        problem: 'consent.outdated',
      });
    const other = { ...consent, operatorId: 'B' };
    expect(checkConsent({ ...given, operatorId: 'B' }, rule)).toEqual({ ok: true, consent: other });
  });
  test('goes on with a correction of its save', () => {
    expect(checkConsent(null, { ...rule, corrected: { consent } })).toEqual({ ok: true, consent });
    expect(checkConsent(null, { ...rule, corrected: { consent: null } })).toEqual({
      ok: true,
      consent: null,
    });
  });
  test('is never later than the till', () => {
    expect(checkConsent({ ...given, at: 900 }, rule)).toMatchObject({ consent: { at: 200 } });
  });
});

test('where the chain gives no notice, the words of the program have a version too', () => {
  expect(noticeVersion(null)).toBe('tillside-1');
  expect(noticeVersion({ version: 'v3' })).toBe('v3');
});
