import { describe, expect, test } from 'vitest';
import { maskMember } from '../member/mask.ts';
import type { Member } from '../member/memberSchema.ts';
import { compareMembers, compareWithMask, contentsToTry } from './comparison.ts';

const WANG: Member = { mobile: '18651822226', name: '王芳', gender: 0, birthday: '1990-01-01' };

const fieldsOf = ({ changes }: { changes: readonly { field: string }[] }) =>
  changes.map(({ field }) => field);

describe('a correction, beside what was registered', () => {
  test('shows from what to what, field by field, and nothing that stays as it is', () => {
    const after: Member = { mobile: WANG.mobile as string, name: '王芳', gender: 1, remark: 'x' };
    expect(compareMembers(WANG, after).changes).toEqual([
      { field: 'gender', from: { kind: 'value', value: 0 }, to: 1 },
      { field: 'birthday', from: { kind: 'value', value: '1990-01-01' }, to: null },
      { field: 'remark', from: { kind: 'value', value: null }, to: 'x' },
    ]);
  });
  test('changes nothing where all is the same', () => {
    expect(compareMembers(WANG, { ...WANG })).toEqual({ changes: [], asksWhose: [] });
  });
  test('asks whose it is where name or birthday would be another one, not where it was missing', () => {
    expect(compareMembers(WANG, { ...WANG, name: '李强' }).asksWhose).toEqual(['name']);
    expect(compareMembers(WANG, { mobile: '18651822226' }).asksWhose).toEqual(['name', 'birthday']);
    expect(compareMembers({ mobile: '18651822226' }, WANG).asksWhose).toEqual([]);
    expect(compareMembers(WANG, { ...WANG, mobile: '13900000000' }).asksWhose).toEqual([]);
  });
});

describe('a correction, beside the mask that is left of a member', () => {
  const masked = maskMember(WANG);
  test('shows the mask of the name, and of the rest that it was erased', () => {
    expect(compareWithMask(masked, { ...WANG, name: '李强' }).changes).toEqual([
      { field: 'name', from: { kind: 'mask', text: '王*' }, to: '李强' },
      { field: 'gender', from: { kind: 'erased' }, to: 0 },
      { field: 'birthday', from: { kind: 'erased' }, to: '1990-01-01' },
    ]);
  });
  test('changes nothing where nothing but the number is given', () => {
    expect(fieldsOf(compareWithMask(masked, { mobile: WANG.mobile as string }))).toEqual([]);
  });
  test('asks whose it is where the mask does not fit or nothing is known', () => {
    const asks = (after: Member) => compareWithMask(masked, after).asksWhose;
    expect(asks({ ...WANG, name: '李强' })).toEqual(['name', 'birthday']);
    expect(asks({ name: '王强' })).toEqual([]);
    expect(compareWithMask({ mobile: '', name: '' }, { name: '王强' }).asksWhose).toEqual([]);
  });
});

describe('what an accepted member may have been, which the hash of its content can tell', () => {
  const { mobile = '' } = WANG;
  const tried = (masked: Member, after: Member) =>
    contentsToTry(maskMember(masked), after).map((one) => Object.keys(one).join(' '));
  test('is all of it, or the same without the birthday and what else was not given then', () => {
    expect(tried({ mobile }, { mobile, birthday: '1990-01-01' })).toEqual([
      'mobile birthday',
      'mobile',
    ]);
    expect(tried(WANG, { ...WANG, remark: 'x' })).toEqual([
      'mobile name gender birthday remark',
      'mobile name gender remark',
      'mobile name remark',
      'mobile name gender',
      'mobile name',
    ]);
  });
  test('has a code and its kind together or neither, and a name where the mask has one', () => {
    const code = { outerId: '2088', outerType: 'alipay' } as const;
    const tries = tried({ mobile }, { ...WANG, ...code });
    expect(tries).toContain('mobile gender outerId outerType');
    expect(tries.slice(1).filter((one) => one.includes('name'))).toEqual([]);
    expect(tries.filter((one) => one.includes('outerId') !== one.includes('outerType'))).toEqual(
      [],
    );
  });
  test('is nothing else where no birthday is given: nobody asks then', () => {
    expect(tried({ mobile }, { mobile, name: '王芳', gender: 0 })).toEqual(['mobile name gender']);
  });
});
