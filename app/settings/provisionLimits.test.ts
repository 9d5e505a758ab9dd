import { describe, expect, test } from 'vitest';
import {
  DEFAULT_LOCK_AFTER_MINUTES,
  type Provision,
  parseProvision,
  parseStoredProvision,
  provisionSchema,
} from './provision.ts';

const provision: Provision = {
  gateway: { url: 'https://gw.example/rest', appKey: '1', appSecret: 'a secret' },
  brandId: 'b',
  shopId: 's',
  operators: [{ id: '1', name: 'One' }],
};
const problemsOf = (parts: Partial<Provision>) =>
  provisionSchema.safeParse({ ...provision, ...parts }).error?.issues.map(({ message }) => message);
const formerly = (count: number): Partial<Provision> => ({
  gateway: {
    ...provision.gateway,
    formerly: Array(count).fill({ url: 'https://old.example/rest', appKey: '1' }),
  },
});
const manyOperators = (count: number): Partial<Provision> => ({
  operators: Array.from({ length: count }, (_, number) => ({ id: `${number}`, name: 'x' })),
});
const outcomes = (count: number): Partial<Provision> => ({
  outcomes: Array(count).fill({ code: '900', class: 'later', source: 'chain' }),
});
const pace = (callsPerMinute: number): Partial<Provision> => ({ pace: { callsPerMinute } });

describe('a provisioning keeps to its limits, and may go up to each', () => {
  test.each<[string, Partial<Provision>[], Partial<Provision>, string]>([
    ['ids', [{ brandId: 'b'.repeat(128) }], { brandId: 'b'.repeat(129) }, '128 characters'],
    ['former apps', [formerly(0), formerly(50)], formerly(51), '50 entries'],
    ['operators', [manyOperators(1), manyOperators(200)], manyOperators(201), '200 operators'],
    ['rows of answers', [outcomes(0), outcomes(500)], outcomes(501), '500 rows'],
    ['the longest lock', [{ lockAfterMinutes: 480 }], { lockAfterMinutes: 481 }, '480'],
    ['no lock', [{ lockAfterMinutes: 0 }], { lockAfterMinutes: -1 }, 'must not be negative'],
    ['the highest pace', [pace(100_000)], pace(100_001), '100000'],
    ['the lowest pace', [pace(0.1)], pace(0.09), '0.1'],
    [
      'whose queue',
      [{ queuePer: 'user' }, { queuePer: 'pc' }],
      { queuePer: 'all' as 'pc' },
      'user, pc',
    ],
  ])('%s', (_name, allowed, refused, words) => {
    for (const parts of allowed) expect(problemsOf(parts)).toBeUndefined();
    expect(problemsOf(refused)).toEqual([expect.stringContaining(words)]);
  });

  test('no badge is two operators’, and none needs one', () => {
    const operators = (...badges: string[]) =>
      ['1', '2'].map((id, index) => ({
        id,
        name: id,
        ...(badges[index] && { badge: badges[index] }),
      }));
    expect(problemsOf({ operators: operators('aaaa', 'bbbb') })).toBeUndefined();
    expect(problemsOf({ operators: operators() })).toBeUndefined();
    expect(problemsOf({ operators: operators('aaaa', 'aaaa') })).toEqual([
      'must not give a badge to two operators',
    ]);
  });

  test('what is stored from before a limit of operators stays readable, and is checked otherwise', () => {
    const stored = { ...provision, ...manyOperators(50_000) };
    expect(parseProvision(JSON.stringify(stored)).ok).toBe(false);
    expect(parseStoredProvision(JSON.stringify(stored))).toEqual({ ok: true, value: stored });
    for (const parts of [{ operators: [] }, { brandId: '' }, { other: 1 }])
      expect(parseStoredProvision(JSON.stringify({ ...stored, ...parts })).ok).toBe(false);
  });

  test('the longest provisioning comes through', () => {
    const operators = Array.from({ length: 200 }, (_, at) => ({
      id: `${at}`.padStart(128, '0'),
      name: '王'.repeat(128),
      badge: `${at}`.padStart(64, '-'),
    }));
    const row = { code: '1', subCode: 'isv.x', resultCode: '2', class: 'later', source: 'chain' };
    const old = { url: `https://old.example/${'x'.repeat(900)}`, appKey: 'k'.repeat(128) };
    const longest = {
      ...provision,
      gateway: { ...provision.gateway, formerly: Array(50).fill(old) },
      operators,
      outcomes: Array(500).fill(row),
      notice: { version: '1', text: '字'.repeat(20_000) },
    };
    expect(parseProvision(JSON.stringify(longest))).toEqual({ ok: true, value: longest });
  });

  test.each([
    ['operators', `{"operators":[${'{},'.repeat(50_000)}{}]}`],
    ['operators that are none', `{"operators":[${'0,'.repeat(50_000)}0]}`],
    ['rows of answers', `{"outcomes":[${'{},'.repeat(50_000)}{}]}`],
    ['former apps', `{"gateway":{"formerly":[${'{},'.repeat(50_000)}{}]}}`],
    ['settings', `{${Array.from({ length: 50_000 }, (_, at) => `"${at}":0`).join()}}`],
    ['characters', `{"brandId":"${'x'.repeat(2_000_000)}"}`],
  ])('a file of too many %s is one mistake, before each of them is looked at', (_name, text) => {
    expect(parseProvision(text)).toEqual({
      ok: false,
      problems: ['the file has more in it than a provisioning can have'],
    });
  });

  test('of a file of mistakes as many are told as somebody reads', () => {
    const parsed = parseProvision(`{"operators":[${'{},'.repeat(1_000)}{}]}`);
    expect(parsed.ok || parsed.problems).toHaveLength(100);
  });

  test('a screen locks after ten minutes where nothing else is said', () => {
    expect(DEFAULT_LOCK_AFTER_MINUTES).toBe(10);
  });
});
