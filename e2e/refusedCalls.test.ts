import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Bridge, RegisterRequest } from '../app/ipc/bridge.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { startGateway, TestTill } from './testTill.ts';

let gateway: Sandbox;
let till: TestTill;

beforeAll(async () => {
  gateway = await startGateway();
  till = await new TestTill(gateway.url, { asUser: true }).start();
});
afterAll(async () => {
  await till?.kill();
  await gateway?.close();
});

test('hundreds of calls of a wrong shape are each refused clearly, and nothing is stored', async () => {
  const answers = await till.client.execute(async () => {
    const { registerMember, setLocale, keepDraft, ...manager } = (
      window as unknown as { tillside: Bridge }
    ).tillside;
    const good = () => ({
      requestId: 'a'.repeat(32),
      operatorId: '2392313',
      member: {
        mobile: '13800138000',
        name: '王芳',
        gender: null,
        birthday: '',
        outerId: '',
        outerType: null,
        remark: '',
      },
      correctionOf: null,
      consent: { at: 1, noticeVersion: 'tillside-1', operatorId: '2392313', marketing: false },
    });
    const hostile = (): unknown[] => [
      undefined,
      0,
      -1,
      Number.NaN,
      3,
      true,
      1n,
      [],
      ['13800138000'],
      {},
      { toString: 'x', length: 1e9 },
      new Date(),
      new Map([['mobile', '13800138000']]),
      new Uint8Array(1_000),
      /x/,
      'x'.repeat(2_000_000),
      '\ud800',
      'a\udc00b',
      '\u0000',
      JSON.parse('{"__proto__":{"mobile":"13800138000"},"constructor":{"prototype":{}}}'),
      () => 'x',
      Symbol('x'),
      Promise.resolve('x'),
    ];
    const calls: [string, () => Promise<unknown>][] = [];
    const call = (name: string, argument: unknown) =>
      calls.push([name, () => registerMember(argument as RegisterRequest)]);
    for (const value of [null, ...hostile()]) {
      call('whole', value);
      calls.push(['locale', () => setLocale({ locale: value } as never)]);
      calls.push(['locale call', () => setLocale(value as never)]);
      const pin = '000000';
      calls.push(['getSettings', () => manager.getSettings(value as never)]);
      calls.push(['saveSettings', () => manager.saveSettings({ pin, settings: value as never })]);
      calls.push(['setUp', () => manager.setUp({ settings: value as never, managerPin: pin })]);
      calls.push(['changePin', () => manager.changePin({ pin, newPin: value as never })]);
      calls.push(['test', () => manager.testConnection({ pin, gateway: value as never })]);
      calls.push(['acceptProvision', () => manager.acceptProvision(value as never)]);
      const group = { brandId: value, app: 'https://gw.example 1', operatorId: '2392313', pin };
      const more = { reason: value };
      calls.push(['goOnWithApp', () => manager.goOnWithApp({ ...group, ...more } as never)]);
      calls.push(['discardApp', () => manager.discardApp({ ...group, ...more } as never)]);
      calls.push(['draft', () => keepDraft(value as never)]);
    }
    for (const name of ['requestId', 'operatorId', 'member', 'correctionOf', 'consent'] as const) {
      for (const value of hostile()) call(name, { ...good(), [name]: value });
    }
    for (const name of Object.keys(good().member)) {
      for (const value of hostile()) {
        if (name === 'gender' && value === 0) continue;
        call(`member.${name}`, { ...good(), member: { ...good().member, [name]: value } });
      }
      const { [name as 'name']: _, ...missing } = good().member;
      call(`without ${name}`, { ...good(), member: missing });
    }
    for (const name of ['extra', 'sealedBody', 'constructor', 'toString', 'hasOwnProperty']) {
      call(`request.${name}`, { ...good(), [name]: 'x' });
      call(`member.${name}`, { ...good(), member: { ...good().member, [name]: 'x' } });
    }
    // What only a prototype has is not there.
    const { member, ...rest } = good();
    call('inherited', Object.assign(Object.create({ member }), rest));
    call(
      '__proto__',
      JSON.parse(JSON.stringify({ ...rest, member }).replace('"member"', '"__proto__"')),
    );
    for (const id of ['', 'A'.repeat(32), 'a'.repeat(31), 'a'.repeat(33), '../../etc', ' '])
      call(`requestId ${id}`, { ...good(), requestId: id });
    call('nobody', { ...good(), operatorId: 'nobody' });
    call('unconsented', { ...good(), consent: null });
    call('outdated', { ...good(), consent: { ...good().consent, noticeVersion: 'v0' } });
    const { correctionOf: _, ...draft } = good();
    calls.push([
      'long draft',
      () =>
        keepDraft({
          ...draft,
          correctionOf: null,
          isLocked: false,
          member: { ...draft.member, remark: 'x'.repeat(1_001) },
        }),
    ]);

    return Promise.all(
      calls.map(async ([name, make]) => {
        try {
          return { name, said: JSON.stringify(await make()) };
        } catch (error) {
          return { name, said: String(error) };
        }
      }),
    );
  });

  expect(answers.length).toBeGreaterThan(300);
  const clear =
    /^\{"ok":false,"error":\{"code":"(request\.refused|input\.invalid|operator\.unknown|consent\.missing|consent\.outdated)".*\}\}$|could not be cloned/;
  expect(answers.filter(({ said }) => !clear.test(said))).toEqual([]);
  const { recent, counts } = await till.outbox();
  expect(recent).toEqual([]);
  expect(Object.values(counts)).toEqual([0, 0, 0, 0, 0]);
  expect(gateway.requests()).toEqual([]);
  // Refused at the door: nothing of it reached a handler, to fail there.
  const log = readFileSync(join(till.dataFolder, 'logs', 'tillside.log'), 'utf8');
  expect(log).toContain('call refused: wrong shape');
  expect(log).not.toContain('[error]');
});

test('after all of them the till registers as before', async () => {
  const slip = await till.register({ mobile: '13800138000', name: '王芳' });
  expect(slip).toBe('S-0001');
  await till.waitForState(slip, 'accepted');
  expect(gateway.ledger().effects).toHaveLength(1);
});
