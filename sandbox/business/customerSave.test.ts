import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../createSandbox.ts';
import { save, type TestFields, testApp, testFields } from '../testing/testCalls.ts';

const sandbox = await createSandbox(testApp);
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const outer = { outer_id: '2088328921390232323', outer_type: 'alipay' };

describe('the argument', () => {
  it('may carry every documented field, and they reach the ledger as they were sent', async () => {
    const fields = testFields({ ...outer, birthday: '2010-01-01 00:00:00', remark: '备注 & <b>' });
    const body = JSON.stringify(fields);
    const { customerId } = await save(sandbox.url, body);
    expect(customerId).toMatch(/^\d{19}$/);
    const { effects } = sandbox.ledger();
    expect(effects).toHaveLength(1);
    expect(effects[0]).toMatchObject({
      sequence: 1,
      requestId: fields.request_id,
      customerId,
      created: true,
      body,
      fields,
    });
  });

  it.each([
    ['brand_id', undefined],
    ['shop_id', null],
    ['channel', ''],
    ['operator_id', ' '],
    ['request_id', undefined],
  ])('answers 40 when %s is %j', async (name, value) => {
    const answer = await save(sandbox.url, testFields({ [name]: value }));
    expect([answer.code, answer.subCode]).toEqual([40, `isv.missing-parameter:${name}`]);
  });

  it.each([
    ['brand_id', 244323],
    ['channel', 2],
    ['channel', '6'],
    ['gender', '1'],
    ['gender', 3],
    ['gender', null],
    ['gender', true],
    ['name', ''],
    ['name', '\ud800'],
    ['mobile', 18651822226],
    ['remark', null],
    ['birthday', '2010-01-01'],
    ['birthday', '2010-02-30 00:00:00'],
    ['operatorId', '1'],
  ])('answers 41 when %s is %j', async (name, value) => {
    const answer = await save(sandbox.url, testFields({ [name]: value }));
    expect([answer.code, answer.subCode]).toEqual([41, `isv.invalid-parameter:${name}`]);
  });

  it.each(['no json', '[]', 'null', '"text"', '{"a":1'])('answers 41 to %j', async (text) => {
    expect((await save(sandbox.url, text)).code).toBe(41);
  });

  it.each([0, 1, 2])('takes gender %i for a value', async (gender) => {
    await save(sandbox.url, testFields({ gender }));
    expect(sandbox.ledger().effects[0]?.fields.gender).toBe(gender);
  });

  it('has outer id and outer type both or neither', async () => {
    expect((await save(sandbox.url, testFields({ outer_id: '1' }))).code).toBe(40);
    expect((await save(sandbox.url, testFields({ outer_type: 'wechat' }))).code).toBe(40);
    const other = testFields({ outer_id: '1', outer_type: 'qq' });
    expect((await save(sandbox.url, other)).code).toBe(41);
  });

  it.each(['12345678901', '1865182222', '186518222260', '+8618651822226', '１8651822226'])(
    'answers 50 to the mobile %j',
    async (mobile) => {
      const answer = await save(sandbox.url, testFields({ mobile }));
      expect([answer.code, answer.subCode]).toEqual([50, 'isv.invalid-parameter']);
    },
  );

  it('fails as a business matter, under HTTP 200, without mobile and outer id', async () => {
    const answer = await save(sandbox.url, testFields({ mobile: undefined }));
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({
      alibaba_alsc_crm_open_customer_save_response: { result: { biz_success: false } },
    });
    expect(sandbox.ledger().effects).toEqual([]);
  });
});

describe('the customer', () => {
  const idOf = async (changes: TestFields): Promise<string | undefined> =>
    (await save(sandbox.url, testFields(changes))).customerId;

  it('is the same for the same brand and mobile, and the save is then an update', async () => {
    const first = await idOf({ name: '刘' });
    expect(await idOf({ name: '张' })).toBe(first);
    const { effects, customers } = sandbox.ledger();
    expect(effects.map(({ created }) => created)).toEqual([true, false]);
    expect(customers[first ?? '']).toMatchObject({ saves: 2, fields: { name: '张' } });
  });

  it('is another one in another brand', async () => {
    expect(await idOf({ brand_id: '1' })).not.toBe(await idOf({ brand_id: '2' }));
  });

  it('is known by outer id and type too, and keeps what a save leaves out', async () => {
    const first = await idOf(outer);
    expect(await idOf({ ...outer, mobile: undefined, name: undefined })).toBe(first);
    expect(await idOf({ ...outer, outer_type: 'wechat', mobile: undefined })).not.toBe(first);
    expect(sandbox.ledger().customers[first ?? '']).toMatchObject({ fields: { name: '刘德华' } });
  });

  it('is one person once a save names the mobile of one and the outer id of another', async () => {
    const byMobile = await idOf({ mobile: '13800000001' });
    const byOuter = await idOf({ ...outer, mobile: undefined });
    expect(byOuter).not.toBe(byMobile);
    expect(await idOf({ ...outer, mobile: '13800000001' })).toBe(byMobile);
    expect(await idOf({ ...outer, mobile: undefined })).toBe(byMobile);
    expect(Object.keys(sandbox.ledger().customers)).toEqual([byMobile]);
  });

  it('has an id that a number cannot hold', async () => {
    const ids = [await idOf({ mobile: '13800000001' }), await idOf({ mobile: '13800000002' })];
    expect(new Set(ids).size).toBe(2);
    expect(new Set(ids.map(Number)).size).toBe(1);
  });
});
