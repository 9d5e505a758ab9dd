import { expect, test } from 'vitest';
import { FIELD_NAMES, MEMBER_FIELDS } from './memberFields.ts';
import { EMPTY_MEMBER } from './memberSchema.ts';

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

test('whatever is typed by hand counts as personal', () => {
  expect(rows.filter(({ kind, isPersonal }) => kind !== 'choice' && !isPersonal)).toEqual([]);
});
