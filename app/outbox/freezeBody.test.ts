import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Member } from '../member/memberSchema.ts';
import { freezeBody } from './freezeBody.ts';
import { readBody } from './readBody.ts';

const origin = { brandId: '244323', shopId: '239923231', operatorId: '2392313' };

describe('the frozen body', () => {
  test('has every field of the API under its own name', () => {
    const member: Member = {
      mobile: '18651822226',
      name: '刘德华',
      gender: 0,
      birthday: '2010-01-01',
      outerId: '2088328921390232323',
      outerType: 'alipay',
      remark: 'a\n"b"',
    };
    expect(JSON.parse(freezeBody('id', origin, member))).toEqual({
      brand_id: '244323',
      shop_id: '239923231',
      channel: '2',
      operator_id: '2392313',
      request_id: 'id',
      mobile: '18651822226',
      name: '刘德华',
      gender: 0,
      birthday: '2010-01-01 00:00:00',
      outer_id: '2088328921390232323',
      outer_type: 'alipay',
      remark: 'a\n"b"',
    });
  });
  test('has them in one order for ever: what is saved again after an update is the same text', () => {
    const member: Member = {
      remark: 'r',
      outerType: 'wechat',
      outerId: 'o',
      birthday: '2010-01-01',
      gender: 2,
      name: 'n',
      mobile: '1',
    };
    expect(freezeBody('id', origin, member)).toBe(
      '{"brand_id":"244323","shop_id":"239923231","channel":"2","operator_id":"2392313","request_id":"id",' +
        '"mobile":"1","name":"n","gender":2,"birthday":"2010-01-01 00:00:00","outer_id":"o",' +
        '"outer_type":"wechat","remark":"r"}',
    );
  });
  test('leaves unset fields out: no null, no empty text', () => {
    expect(freezeBody('id', origin, { mobile: '1' })).toBe(
      '{"brand_id":"244323","shop_id":"239923231","channel":"2","operator_id":"2392313","request_id":"id","mobile":"1"}',
    );
  });
  test('is the same text for the same intention', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const member = { mobile: '1', name };
        const reordered = { name, mobile: '1' };
        expect(freezeBody('id', origin, reordered)).toBe(freezeBody('id', origin, member));
      }),
    );
  });

  test('is read back as the member that it was made from', () => {
    const text = fc.string({ unit: 'grapheme' });
    const member = fc.record(
      {
        mobile: fc.constant('13800138000'),
        name: text,
        gender: fc.constantFrom(0, 1, 2),
        birthday: fc.constant('1990-01-01'),
        outerId: text,
        outerType: fc.constantFrom('wechat', 'alipay'),
        remark: text,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(member, (given) => {
        const read = readBody(freezeBody('id', origin, given as Member));
        expect(read).toEqual({ requestId: 'id', origin, member: given });
      }),
    );
  });
});
