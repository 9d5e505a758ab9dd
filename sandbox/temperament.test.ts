import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from './createSandbox.ts';
import type { FaultScript } from './faults/faultSchema.ts';
import {
  post,
  save,
  signedParams,
  type TestFields,
  testApp,
  testFields,
} from './testing/testCalls.ts';

const sandbox = await createSandbox(testApp);
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const tell = (temperament: FaultScript['temperament']) =>
  sandbox.setFaults(temperament ? { temperament } : {});
const a = { mobile: '13800000001' };
const b = { mobile: '13800000002' };
const x = { outer_id: 'x', outer_type: 'wechat' };
const none = { mobile: undefined };

const idOf = async (changes: TestFields): Promise<string | undefined> =>
  (await save(sandbox.url, testFields(changes))).customerId;

describe('the key of the upsert', () => {
  it('may be the outer id alone: a mobile then finds nobody', async () => {
    tell({ upsertKey: 'outerId' });
    const first = await idOf({ ...a, ...x });
    expect(await idOf(a)).not.toBe(first);
    expect(await idOf({ ...none, ...x })).toBe(first);
  });

  it('may be the mobile alone: an outer id then finds nobody', async () => {
    tell({ upsertKey: 'mobile' });
    const first = await idOf({ ...a, ...x });
    expect(await idOf({ ...none, ...x })).not.toBe(first);
    expect(await idOf(a)).toBe(first);
  });

  it.each([
    ['mobile', 'mobile'],
    ['outerId', 'outer'],
  ] as const)('two customers at once: %s may win', async (twoMatches, winner) => {
    tell({ twoMatches });
    const ids = { outer: await idOf({ ...none, ...x }), mobile: await idOf(a) };
    expect(await idOf({ ...a, ...x })).toBe(ids[winner]);
    expect(await idOf(a)).toBe(ids[winner]);
  });

  it('two customers at once may be refused, and nothing is saved', async () => {
    tell({ twoMatches: 'refuse' });
    await idOf({ ...none, ...x });
    await idOf(a);
    const answer = await save(sandbox.url, testFields({ ...a, ...x }));
    expect(answer.text).toContain('CUSTOMER_CONFLICT');
    expect(sandbox.ledger().effects).toHaveLength(2);
  });
});

describe('an empty text', () => {
  it('may be taken for a field that was left out', async () => {
    tell({ emptyText: 'ignore' });
    const id = await idOf({ ...a, name: '刘' });
    expect(await idOf({ ...a, name: '', outer_id: '', outer_type: 'wechat' })).toBe(id);
    expect(sandbox.ledger().customers[id ?? '']?.fields).toMatchObject({ ...a, name: '刘' });
  });

  it('may clear the field, and with it the way to the customer', async () => {
    tell({ emptyText: 'clear' });
    const id = await idOf({ ...a, ...x, name: '刘' });
    expect(await idOf({ ...x, mobile: '', name: '' })).toBe(id);
    expect(sandbox.ledger().customers[id ?? '']?.fields).toEqual({ ...x, gender: 0 });
    expect(await idOf(a)).not.toBe(id);
  });
});

it('a field that is left out may be cleared, and with it the way to the customer', async () => {
  tell({ absentField: 'clear' });
  const id = await idOf({ ...a, ...x, name: '刘' });
  expect(await idOf({ ...none, ...x, name: undefined })).toBe(id);
  expect(sandbox.ledger().customers[id ?? '']?.fields).toEqual({ ...x, gender: 0 });
  expect(await idOf(a)).not.toBe(id);
});

describe('a request id', () => {
  it('may be refused when it comes again', async () => {
    tell({ repeat: 'refuse' });
    const body = JSON.stringify(testFields());
    await save(sandbox.url, body);
    expect((await save(sandbox.url, body)).subCode).toBe('isv.request-id-conflict');
  });

  it('with another body may give the first result, without effect', async () => {
    tell({ otherBody: 'firstResult' });
    const first = await idOf({ ...a, request_id: 'one' });
    expect(await idOf({ ...b, request_id: 'one' })).toBe(first);
    expect(sandbox.ledger().effects).toHaveLength(1);
  });

  it('with another body may take effect', async () => {
    tell({ otherBody: 'takeEffect' });
    const first = await idOf({ ...a, request_id: 'one' });
    expect(await idOf({ ...b, request_id: 'one' })).not.toBe(first);
    expect(sandbox.ledger().effects).toHaveLength(2);
  });

  it('may be one within a shop only', async () => {
    tell({ requestIdScope: 'shop' });
    const first = await idOf({ ...a, request_id: 'one', shop_id: '1' });
    expect(await idOf({ ...b, request_id: 'one', shop_id: '2' })).not.toBe(first);
  });
});

it('a repeated sign may be allowed', async () => {
  tell({ repeatedSign: 'allow' });
  const params = signedParams(testFields());
  const first = await post(sandbox.url, params);
  expect((await post(sandbox.url, params)).customerId).toBe(first.customerId);
  expect(sandbox.ledger().effects).toHaveLength(1);
});

it('"true" may stand where the customer id is described', async () => {
  tell({ result: 'true' });
  expect((await save(sandbox.url, testFields())).text).toContain('"result":"true"');
});

it('named checks may come first', async () => {
  const wrong = { method: 'taobao.user.get', app_key: '1', timestamp: 'now' };
  expect((await save(sandbox.url, testFields(), wrong)).code).toBe(22);
  tell({ checkFirst: ['timestamp', 'appKey'] });
  expect((await save(sandbox.url, testFields(), wrong)).code).toBe(31);
});
