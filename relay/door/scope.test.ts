import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { TillRecord } from '../state/relayState.ts';
import { checkScope } from './scope.ts';
import { topLevelNames } from './topLevelNames.ts';

const till: TillRecord = {
  appKey: 'till-1',
  name: '',
  brandId: '10',
  shopIds: ['20', '21'],
  secrets: [],
  createdAt: 0,
  revokedAt: null,
  version: 1,
};

const told = (body: string): string => {
  const refusal = checkScope(body, till);
  return refusal === undefined ? 'may' : `${refusal.code} ${refusal.subCode}`;
};

describe('what a till may register', () => {
  it.each([
    '{"brand_id":"10","shop_id":"20"}',
    '{"brand_id":"10","shop_id":"21","name":"\\"shop_id\\":\\"22\\""}',
    ' { "shop_id" : "20" , "brand_id" : "10" } ',
    '{"brand_id":"\\u0031\\u0030","shop_id":"20"}',
    '{"\\u0062rand_id":"10","shop_id":"20"}',
    '{"brand_id":"10","shop_id":"20","remark":{"shop_id":"99","brand_id":"99"}}',
    '{"brand_id":"10","shop_id":"20","more":[{"shopId":"99"},"shop_id"]}',
  ])('is for its own brand and the shops of its list: %s', (body) => {
    expect(told(body)).toBe('may');
  });

  it.each([
    ['29 isv.appkey-other-brand', '{"brand_id":"11","shop_id":"20"}'],
    ['29 isv.appkey-other-brand', '{"brand_id":" 10","shop_id":"20"}'],
    ['29 isv.appkey-other-brand', '{"brand_id":"10\\u0000","shop_id":"20"}'],
    ['29 isv.appkey-other-brand', '{"brand_id":"１０","shop_id":"20"}'],
    ['41 isv.shop-not-of-this-till', '{"brand_id":"10","shop_id":"22"}'],
    ['41 isv.shop-not-of-this-till', '{"brand_id":"10","shop_id":"020"}'],
    ['41 isv.shop-not-of-this-till', '{"brand_id":"10","shop_id":"20,21"}'],
  ])('another is refused with %s: %s', (code, body) => {
    expect(told(body)).toBe(code);
  });

  it.each([
    ['two of one name', '{"brand_id":"10","brand_id":"11","shop_id":"20"}', 'brand_id'],
    ['two that are the same', '{"brand_id":"10","shop_id":"20","shop_id":"20"}', 'shop_id'],
    [
      'a name that is written with an escape',
      '{"brand_id":"11","\\u0062rand_id":"10","shop_id":"20"}',
      'brand_id',
    ],
    ['a name in other words', '{"brand_id":"10","shop_id":"20","shopId":"22"}', 'shop_id'],
    ['a name in capitals', '{"brand_id":"10","BRAND_ID":"11","shop_id":"20"}', 'brand_id'],
    ['a name with a hyphen', '{"brand_id":"10","shop_id":"20","shop-id":"22"}', 'shop_id'],
    ['a name with a blank', '{"brand_id":"10","shop_id":"20"," shop_id":"22"}', 'shop_id'],
    [
      'a letter that is a capital elsewhere',
      '{"brand_id":"10","shop_id":"20","\u017fhop_id":"22"}',
      'shop_id',
    ],
    ['an i without its dot', '{"brand_id":"10","shop_id":"20","shop_\u0131d":"22"}', 'shop_id'],
    ['letters of full width', '{"brand_id":"10","shop_id":"20","\uff53hop_id":"22"}', 'shop_id'],
    ['a mark over a letter', '{"brand_id":"10","shop_id":"20","sho\u0301p_id":"22"}', 'shop_id'],
    ['one in other words alone', '{"brandId":"10","shop_id":"20"}', 'brand_id'],
    ['a number', '{"brand_id":10,"shop_id":"20"}', 'brand_id'],
    ['a list', '{"brand_id":"10","shop_id":["20"]}', 'shop_id'],
    ['an object', '{"brand_id":{"toString":"10"},"shop_id":"20"}', 'brand_id'],
    ['the truth', '{"brand_id":"10","shop_id":true}', 'shop_id'],
  ])('what could be read in more than one way is refused: %s', (_, body, name) => {
    expect(told(body)).toBe(`41 isv.invalid-parameter:${name}`);
  });

  it.each([
    ['{"shop_id":"20"}', 'brand_id'],
    ['{"brand_id":"10"}', 'shop_id'],
    ['{"brand_id":"","shop_id":"20"}', 'brand_id'],
    ['{"brand_id":"10","shop_id":null}', 'shop_id'],
    ['{"brand_id":"10","shop_id":" "}', 'shop_id'],
    ['{"__proto__":{"brand_id":"10","shop_id":"20"}}', 'brand_id'],
    ['{"remark":{"brand_id":"10","shop_id":"20"}}', 'brand_id'],
  ])('a body without brand or shop goes nowhere: %s', (body, name) => {
    expect(told(body)).toBe(`40 isv.missing-parameter:${name}`);
  });

  it.each([
    '',
    'null',
    '"brand_id"',
    '[]',
    '[{"brand_id":"10","shop_id":"20"}]',
    '{"brand_id":"10","shop_id":"20"',
    '{"brand_id":"10","shop_id":"20"}{}',
    '{"brand_id":"10","shop_id":"20",}',
    "{'brand_id':'10','shop_id':'20'}",
    '{brand_id:"10",shop_id:"20"}',
    '{"brand_id":"10",/*"shop_id":"22",*/"shop_id":"20"}',
    '\ufeff{"brand_id":"10","shop_id":"20"}',
    '{"brand_id":"10","shop_id":"20"}\u0000',
    `${'['.repeat(60_000)}`,
    `{"a":${'{"a":'.repeat(10_000)}`,
  ])('a text that is no strict JSON object is refused', (body) => {
    expect(told(body)).toBe('41 isv.invalid-parameter:param_customer_save_open_req');
  });

  it('nested as deep as a body can be, it is read in one go', () => {
    const body = `{"brand_id":"10","shop_id":"20","a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
    expect(told(body)).toBe('may');
  });
});

describe('the names of an object', () => {
  it('are those that JSON.parse finds, whatever is in it', () => {
    const object = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue());
    fc.assert(
      fc.property(object, fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
        const json = JSON.stringify(value, null, indent);
        expect(new Set(topLevelNames(json))).toEqual(new Set(Object.keys(JSON.parse(json))));
      }),
    );
  });

  it('come as often as they are there', () => {
    expect(topLevelNames('{"a":1,"b":{"a":[{"c":","}]},"a":"}{\\"a\\":","\\u0061":[]}')).toEqual([
      'a',
      'b',
      'a',
      'a',
    ]);
    expect(topLevelNames('{}')).toEqual([]);
  });
});

describe('a body of more names than any call has', () => {
  const named = (names: number) => {
    const more = Array.from({ length: names - 2 }, (_, one) => `,"\uFDFA${one.toString(36)}":1`);
    return `{"brand_id":"10","shop_id":"20"${more.join('')}}`;
  };

  it('is refused, and one of as many as are taken is not', () => {
    expect(told(named(256))).toBe('may');
    expect(told(named(257))).toBe('41 isv.invalid-parameter:param_customer_save_open_req');
  });

  it('is looked at no further: none of its names is taken for anything, and it is not parsed', () => {
    const work = [vi.spyOn(String.prototype, 'normalize'), vi.spyOn(JSON, 'parse')];
    try {
      told(named(5_000));
      expect(work.map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
    } finally {
      for (const spy of work) spy.mockRestore();
    }
  });

  it.each(['{"a":"', '{"a', '"', '{"a":1,"b\\', '{"\\x":1', ''])(
    'is not looked for for ever, nor taken apart, in what is no JSON: %s',
    (text) => {
      expect(told(text)).toBe('41 isv.invalid-parameter:param_customer_save_open_req');
    },
  );
});
