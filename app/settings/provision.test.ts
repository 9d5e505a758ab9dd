import { describe, expect, test } from 'vitest';
import { LOCALES } from './locales.ts';
import { type Provision, parseProvision } from './provision.ts';

const good: Provision = {
  gateway: { url: 'https://gw.api.taobao.com/router/rest', appKey: '1', appSecret: 's' },
  brandId: '1',
  shopId: '2',
  operators: [{ id: '3', name: '小林' }],
};
const problems = (value: unknown) => {
  const parsed = parseProvision(typeof value === 'string' ? value : JSON.stringify(value));
  return parsed.ok ? [] : parsed.problems;
};

describe('provisioning', () => {
  test('a complete file is taken, with or without a byte order mark', () => {
    expect(parseProvision(JSON.stringify(good))).toEqual({ ok: true, value: good });
    expect(problems(`\ufeff${JSON.stringify(good)}`)).toEqual([]);
  });
  test('every mistake has its own line with its place', () => {
    const bad = {
      gateway: { url: 'http://gw.example', appKey: 1, signMethod: 'sha1', extra: 1 },
      shopId: '',
      operators: [],
      locale: 'fr',
    };
    expect(problems(bad)).toEqual([
      'gateway.url: must be an https address (http only for this machine itself)',
      'gateway.appKey: must be text',
      'gateway.appSecret: is missing',
      'gateway.signMethod: must be one of md5, hmac, hmac-sha256',
      'gateway: "extra" is not a known setting',
      'brandId: is missing',
      'shopId: must not be empty',
      'operators: must name at least one operator',
      `locale: must be one of ${LOCALES.join(', ')}`,
    ]);
  });
  test('no value is repeated in a message: it may be a secret', () => {
    const secret = 'hunter2hunter2';
    const bad = { ...good, gateway: { ...good.gateway, url: secret, appSecret: [secret] } };
    expect(problems(bad).join('\n')).not.toContain(secret);
  });
  test.each(['', '{', 'null', '[]', '"x"'])('%j is told in one line', (text) => {
    expect(problems(text)).toHaveLength(1);
  });
  test.each([
    ['https://gw.api.taobao.com/router/rest', true],
    ['http://127.0.0.1:4010/router/rest', true],
    ['http://localhost/router/rest', true],
    ['http://[::1]:80/', true],
    ['http://127.0.0.1.evil.example/', false],
    ['http://localhost@evil.example/', false],
    ['https://user:pw@gw.example/', false],
    ['http://gw.api.taobao.com/', false],
    ['ftp://localhost/', false],
    ['gw.api.taobao.com', false],
    ['https://GW.api.taobao.com:443/router/rest?v=2', true],
    ['https://[2001:db8::1]/rest', true],
    // Another host than the one that somebody reads, or than the one that a program takes it for.
    ['https://gw.\u0430pi.taobao.com/router/rest', false],
    ['https://gw.api.tao\u00adbao.com/router/rest', false],
    ['https://evil.example\\.gw.api.taobao.com/', false],
    ['https://evil.example/\u202emoc.oaboat.ipa.wg', false],
    ['https://gw.api.taobao.com/@evil.example', false],
  ])('the address %s is allowed: %s', (url, isAllowed) => {
    expect(problems({ ...good, gateway: { ...good.gateway, url } }).length === 0).toBe(isAllowed);
  });
  test('an address has an end', () => {
    const url = `https://gw.example/${'a'.repeat(1_000)}`;
    expect(problems({ ...good, gateway: { ...good.gateway, url } })).toEqual([
      'gateway.url: must have at most 1000 characters',
    ]);
  });
  test('rows of answers are checked, each mistake at its row', () => {
    const outcomes = [
      { code: '900', class: 'rejected', source: 'chain' },
      { class: 'rejected', source: 'chain' },
      { code: '901', class: 'gone', source: 'chain' },
    ];
    const lines = problems({ ...good, outcomes });
    expect(lines[0]).toBe('outcomes.1: needs a code, a subCode or a resultCode');
    expect(lines[1]).toMatch(/^outcomes\.2\.class: /);
  });
  test('an operator id stands for one person', () => {
    const operators = [...good.operators, ...good.operators];
    expect(problems({ ...good, operators })).toEqual([
      'operators: must not name an operator id twice',
    ]);
  });
});
