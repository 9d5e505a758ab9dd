import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { expectedSign } from '../../platform/protocol/sign.ts';
import { createSandbox, type Sandbox } from '../../sandbox/createSandbox.ts';
import { platformTime, post, signedParams } from '../../sandbox/testing/testCalls.ts';
import { canSquat, nameSixFirst, openSquatter } from '../../testing/doubles/squatter.ts';
import { chainApp, startTestRelay, type TestRelay } from '../testing/testRelay.ts';
import type { Administration, Done } from '../tills/administration.ts';
import { directAdministration } from '../tills/directAdministration.ts';
import { type KeyPair, makeKeyPair, makeSecret } from '../tills/tillKey.ts';
import { adminMethods } from './adminMethods.ts';
import type { AuditLine } from './audit.ts';
import { calledAdministration } from './calledAdministration.ts';
import { METHODS, ORDER, type OrderName } from './wire.ts';

let sandbox: Sandbox;
let relay: TestRelay;
let direct: Administration;
const admin = makeKeyPair('admin');
const audit: AuditLine[] = [];

beforeAll(async () => {
  sandbox = await createSandbox(chainApp);
  const late: { administration: Administration | null } = { administration: null };
  const lent = new Proxy({} as Administration, {
    get: (_, name: OrderName) => late.administration?.[name],
  });
  const methods = adminMethods(lent, (line) => audit.push(line));
  relay = await startTestRelay({ platformUrl: sandbox.url, tills: [], methods });
  direct = directAdministration({ state: relay.state, keys: relay.keys, now: Date.now });
  late.administration = direct;
  await direct.addAdministrator({ ...admin, name: 'First' });
});
afterAll(async () => {
  await relay.end();
  await sandbox.close();
});

function called(key: KeyPair = admin, url = relay.url, fetching: typeof fetch = fetch) {
  // Two orders of one kind in one second would have one sign.
  let calls = 0;
  const now = () => {
    calls += 1;
    return Date.now() - 500_000 + calls * 1_000;
  };
  return calledAdministration({ url, key, now, fetch: fetching });
}

function valueIn<Value>(done: Done<Value>): Value {
  if (!done.ok) throw new Error(`${done.code}: ${done.says}`);
  return done.value;
}

const order = () => ({
  ...makeKeyPair('till'),
  name: '收银台 1',
  brandId: '244323',
  shopIds: ['239923231'],
});

describe('an order by a signed call', () => {
  test('does what it does at the state, and says the same', async () => {
    const asked = called();
    const given = order();
    const made = valueIn(await asked.add(given));
    expect(valueIn(await direct.list())).toContainEqual(made);
    expect(valueIn(await asked.list())).toEqual(valueIn(await direct.list()));
    const { appKey } = given;
    const moved = valueIn(await asked.shops({ appKey, shopIds: ['1', '2'], version: 1 }));
    expect(moved).toMatchObject({ version: 2, shopIds: ['1', '2'] });
    const until = Date.now() + 86_400_000;
    const rotated = { appKey, appSecret: makeSecret(), until, drop: null };
    expect(valueIn(await asked.rotate(rotated)).secrets).toHaveLength(2);
    expect(valueIn(await asked.revoke({ appKey })).revokedAt).not.toBeNull();
    const account = { ...chainApp, session: null, keepsFormer: true };
    expect(valueIn(await asked.account(account))).toMatchObject({ appKey: chainApp.appKey });
    expect(valueIn(await asked.rewrap())).toMatchObject({ moved: 0 });
    const other = { ...makeKeyPair('admin'), name: 'Second' };
    valueIn(await asked.addAdministrator(other));
    expect(valueIn(await asked.listAdministrators())).toHaveLength(2);
    expect(valueIn(await asked.revokeAdministrator({ appKey: other.appKey })).revokedAt).not.toBe(
      null,
    );
  });

  test('is refused with the code and the words that the state’s own desk has', async () => {
    const asked = called();
    const { appKey } = order();
    expect(await asked.revoke({ appKey })).toEqual(await direct.revoke({ appKey }));
    const wrong = { ...order(), shopIds: [], name: '' };
    expect(await asked.add(wrong)).toEqual(await direct.add(wrong));
  });

  test('is read strictly: nothing that is not known, nothing twice, nothing that is no order', async () => {
    const send = (name: OrderName, text: string | undefined, more: Record<string, string> = {}) =>
      sendSigned(admin, name, text, more);
    for (const text of [undefined, '', '[]', 'null', '"x"', '{', '{"appKey":"x","more":1}']) {
      expect(await send('revoke', text)).toMatchObject({
        code: 41,
        subCode: 'isv.order-not-understood',
      });
    }
    expect(await send('list', '{}')).toMatchObject({ subCode: 'isv.order-not-understood' });
    expect(await send('list', undefined, { session: 'x' })).toMatchObject({
      subCode: 'isv.order-not-understood',
    });
    expect(await send('list', undefined, { sign_method: 'md5' })).toMatchObject({
      code: 11,
      subCode: 'isv.administrator-refused',
    });
    expect((await send('list', undefined)).code).toBeUndefined();
  });
});

let calls = 0;

/** One call as any client makes it. */
async function sendSigned(
  key: KeyPair,
  name: OrderName,
  text: string | undefined,
  more: Record<string, string> = {},
) {
  calls += 1;
  const params = new Map(
    Object.entries({
      method: METHODS[name],
      app_key: key.appKey,
      timestamp: platformTime(Date.now() + calls * 1_000),
      v: '2.0',
      sign_method: 'hmac-sha256',
      format: 'json',
      ...(text === undefined ? {} : { [ORDER]: text }),
      ...more,
    }),
  );
  const sign = expectedSign(params, params.get('sign_method'), key.appSecret) ?? '';
  return post(relay.url, { ...Object.fromEntries(params), sign });
}

describe('nobody else gives orders', () => {
  test('no till, whatever its key may do', async () => {
    const till = order();
    valueIn(await direct.add(till));
    for (const name of Object.keys(METHODS) as OrderName[])
      expect(await sendSigned(till, name, '{}')).toMatchObject({
        code: 22,
        subCode: 'isv.invalid-method',
      });
  });

  test('nobody with another secret, an unknown key, or a revoked one', async () => {
    expect(
      await sendSigned({ ...admin, appSecret: makeSecret() }, 'list', undefined),
    ).toMatchObject({ code: 25 });
    expect(await sendSigned(makeKeyPair('admin'), 'list', undefined)).toMatchObject({ code: 29 });
    const gone = { ...makeKeyPair('admin'), name: 'Gone' };
    valueIn(await direct.addAdministrator(gone));
    expect((await sendSigned(gone, 'list', undefined)).code).toBeUndefined();
    valueIn(await direct.revokeAdministrator({ appKey: gone.appKey }));
    expect(await sendSigned(gone, 'list', undefined)).toMatchObject({
      code: 29,
      subCode: 'isv.appkey-revoked',
    });
  });

  test('nobody who sends once more what an administrator has sent', async () => {
    const seen: string[] = [];
    const spying: typeof fetch = (input, init) => {
      seen.push(String(init?.body));
      return fetch(input, init);
    };
    const { appKey } = order();
    await called(admin, relay.url, spying).revoke({ appKey });
    const again = await post(relay.url, Object.fromEntries(new URLSearchParams(seen[0])) as never);
    expect(again).toMatchObject({ code: 31, subCode: 'isv.request-replay-error' });
  });

  test('nobody by a way on which others read along', async () => {
    const lines: AuditLine[] = [];
    const methods = adminMethods(direct, (line) => lines.push(line));
    const params = new Map([
      ['sign_method', 'hmac-sha256'],
      ['app_key', admin.appKey],
    ]);
    const call = { method: METHODS.list, params, till: null, now: 1, isPrivate: false };
    expect(await methods[METHODS.list]?.serve(call)).toMatchObject({
      kind: 'refused',
      refusal: { subCode: 'isv.administrator-refused' },
    });
    expect(lines).toMatchObject([{ outcome: 'access.refused' }]);
    const allowed = await methods[METHODS.list]?.serve({ ...call, isPrivate: true });
    expect(allowed?.kind).toBe('result');
  });

  test('and an administrator’s key registers nobody', async () => {
    const { sign: _, ...params } = signedParams('{}', { app_key: admin.appKey });
    const sign = expectedSign(new Map(Object.entries(params)), 'hmac-sha256', admin.appSecret);
    expect(await post(relay.url, { ...params, sign: sign ?? '' })).toMatchObject({ code: 29 });
    expect(sandbox.ledger().effects).toEqual([]);
  });
});

describe('what is left of an order', () => {
  test('is a line that says who did what to whom and what came of it, with no secret in it', async () => {
    audit.length = 0;
    const given = order();
    const asked = called();
    await asked.add(given);
    await asked.add({ ...given, name: 'Other' });
    const misplaced = { ...given, appKey: given.appSecret };
    await asked.add(misplaced);
    const about = { administrator: admin.appKey, order: METHODS.add, at: expect.any(Number) };
    expect(audit).toEqual([
      { ...about, about: given.appKey, outcome: 'done' },
      { ...about, about: given.appKey, outcome: 'till.exists' },
      { ...about, about: null, outcome: 'order.not-understood' },
    ]);
    expect(JSON.stringify(audit)).not.toContain(given.appSecret);
  });
});

describe('an answer that is lost', () => {
  test('makes no second till and costs no secret: the same order is given again', async () => {
    const before = valueIn(await direct.list()).length;
    let lost = 0;
    const losing: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      lost += 1;
      if (lost === 1) throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
      return response;
    };
    const given = order();
    const made = valueIn(await called(admin, relay.url, losing).add(given));
    expect(lost).toBe(2);
    expect(valueIn(await direct.list())).toHaveLength(before + 1);
    expect(made.version).toBe(1);
  });

  test('leaves in doubt what it may have done, also where the next one was not carried out', async () => {
    const held = { code: 10, msg: 'later', sub_code: 'isp.relay-state-held' };
    const heldThen: typeof fetch = async () => Response.json({ error_response: held });
    expect(await called(admin, relay.url, heldThen).add(order())).toMatchObject({
      code: 'state.held',
    });
    let calls = 0;
    const losing: typeof fetch = async (input, init) => {
      calls += 1;
      if (calls > 1) return heldThen(input, init);
      await fetch(input, init);
      throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
    };
    expect(await called(admin, relay.url, losing).add(order())).toMatchObject({
      code: 'relay.unreachable',
    });
  });

  /** A server that answers so to everything. */
  async function answering(status: number, body: string, headers: Record<string, string> = {}) {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/router/rest`;
  }

  test.each<[string, number, string, Record<string, string>]>([
    ['a page of a Wi-Fi', 200, '<html>login</html>', {}],
    ['a gateway that is down', 502, '', {}],
    ['another address', 307, '', { location: 'https://elsewhere.example.com/' }],
    ['JSON of somebody else', 200, '{"result":"[]"}', {}],
    ['a result that is none', 200, '{"tillside_relay_tills_list_response":{"result":"<"}}', {}],
    ['another order’s result', 200, '{"tillside_relay_tills_add_response":{"result":"[]"}}', {}],
    ['half an answer', 200, '{"tillside_relay_tills_list_response":{"resu', {}],
  ])('is never taken for done: %s', async (_, status, body, headers) => {
    const url = await answering(status, body, headers);
    expect(await called(admin, url).list()).toMatchObject({ ok: false, code: 'relay.unreachable' });
  });

  test('a refusal that is not known is told by its codes, without a word of what else came', async () => {
    const error = { code: 25, msg: 'Invalid Signature', sub_code: 'x', secret: 'hunter2' };
    const url = await answering(200, JSON.stringify({ error_response: error }));
    expect(await called(admin, url).list()).toEqual({
      ok: false,
      code: 'access.refused',
      says: 'The relay refuses the call: 25 Invalid Signature x',
    });
  });

  test('a clock that is an hour off is corrected by the relay’s', async () => {
    const key = { url: relay.url, key: admin, fetch };
    const slow = calledAdministration({ ...key, now: () => Date.now() - 3_600_000 });
    expect((await slow.list()).ok).toBe(true);
  });
});

test.skipIf(!canSquat)(
  'a relay that is named http://localhost is called at 127.0.0.1: who has its port at ::1 hears no secret (needs ::1)',
  async () => {
    const squatter = await openSquatter(relay.port);
    onTestFinished(squatter.close);
    onTestFinished(nameSixFirst());
    const done = await called(admin, relay.url.replace('127.0.0.1', 'localhost')).add(order());
    expect(squatter.heard).toEqual([]);
    expect(done.ok).toBe(true);
  },
);
