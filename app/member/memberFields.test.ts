import { expect, test } from 'vitest';
import { FIELD_NAMES, MEMBER_FIELDS } from './memberFields.ts';
import { EMPTY_MEMBER, memberSchema } from './memberSchema.ts';

const rows = Object.values(MEMBER_FIELDS);

test('an empty form has no text and no choice', () => {
  expect(EMPTY_MEMBER).toEqual({
    mobile: '',
    name: '',
    gender: null,
    birthday: '',
    outerId: '',
    outerType: null,
    remark: '',
  });
});

test('no two fields have one name on the wire, or one place on the screen', () => {
  expect(new Set(rows.map(({ wireName }) => wireName)).size).toBe(FIELD_NAMES.length);
  expect(new Set(rows.map(({ place }) => place)).size).toBe(FIELD_NAMES.length);
});

test.each(
  FIELD_NAMES.flatMap((name) => {
    const { maximumLength } = MEMBER_FIELDS[name];
    return maximumLength === null ? [] : [[name, maximumLength] as const];
  }),
)('%s may have as many characters as its row says (%d), and no more', (name, limit) => {
  const problemsOf = (length: number) => {
    const input = { ...EMPTY_MEMBER, mobile: '13800138000', outerType: 'wechat' };
    const parsed = memberSchema('2026-11-24').safeParse({ ...input, [name]: 'x'.repeat(length) });
    return parsed.error?.issues.map(({ path }) => path.join('.')) ?? [];
  };
  expect(problemsOf(limit)).toEqual([]);
  expect(problemsOf(limit + 1)).toEqual([name]);
});

test('whatever is typed by hand counts as personal', () => {
  expect(rows.filter(({ kind, isPersonal }) => kind !== 'choice' && !isPersonal)).toEqual([]);
});
