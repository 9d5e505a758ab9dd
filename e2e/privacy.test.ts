import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { filesBelow, leaksIn, leaksInText } from './leaks.ts';
import { ACCOUNT, startGateway, TestTill } from './testTill.ts';

const people = {
  accepted: {
    mobile: '13871946520',
    name: '欧阳晓岚',
    gender: 0,
    birthday: '1987-03-19',
    outerType: 'wechat',
    outerId: 'oQx7_kLm39ZpTw81',
    remark: '对花生过敏的老顾客',
  },
  waiting: { mobile: '15942087713', name: '司徒建国', remark: '每周三晚上来' },
  held: { mobile: '17703825964', name: 'Bartholomew Quill', remark: '发票抬头另寄' },
} as const;

let gateway: Sandbox;
let till: TestTill;

beforeAll(async () => {
  gateway = await startGateway({
    faults: {
      rules: [
        {
          match: { mobile: people.waiting.mobile },
          action: { type: 'error', code: 15, subCode: 'isp.remote-service-timeout' },
        },
        {
          match: { mobile: people.held.mobile },
          // Gateways repeat what they were sent.
          action: {
            type: 'error',
            code: 50,
            subCode: 'isv.invalid-parameter',
            subMsg: `手机号 ${people.held.mobile} 不可用`,
          },
        },
      ],
    },
  });
  till = await new TestTill(gateway.url).start();
  await till.waitForState(await till.register(people.held), 'held');
  await till.waitForState(await till.register(people.accepted), 'accepted');
  const waiting = await till.register(people.waiting);
  await till.client.waitUntil(async () => ((await till.line(waiting))?.attempts ?? 0) >= 1);
  // A form that is half filled in must not stay either.
  await till.fill({ mobile: '18634710295', name: '慕容半行' });
  await till.waitForState(waiting, 'pending');
});
afterAll(async () => {
  await till?.kill();
  await gateway?.close();
});

const secrets: Record<string, string> = {
  'app secret': ACCOUNT.appSecret,
  'draft mobile': '18634710295',
  'draft name': '慕容半行',
};
for (const [who, person] of Object.entries(people)) {
  for (const [field, value] of Object.entries(person)) {
    if (String(value).length >= 4 && field !== 'outerType')
      secrets[`${who} ${field}`] = String(value);
  }
  secrets[`${who} mobile in groups`] = person.mobile.replace(/^(...)(....)/, '$1 $2 ');
}

test('no phone, name, remark, code, birthday or secret stands readable in the data folder', async () => {
  const { output } = till.app;
  expect(leaksIn(till.dataFolder, secrets)).toEqual([]);
  await till.stop();
  expect(leaksIn(till.dataFolder, secrets)).toEqual([]);
  expect(leaksInText('output', Buffer.from(output.stdout + output.stderr), secrets)).toEqual([]);
});

test('the search finds what the folder may hold, so that it would find the rest as well', () => {
  const files = filesBelow(till.dataFolder);
  expect(files).toContain(join('logs', 'tillside.log'));
  const masked = leaksIn(till.dataFolder, { masked: '138****6520' });
  expect(masked.map((leak) => leak.form)).toContain('UTF-8');
  const log = readFileSync(join(till.dataFolder, 'logs', 'tillside.log'));
  expect(leaksInText('log', log, { word: 'settled' })).not.toEqual([]);
  const { name } = people.accepted;
  for (const before of ['', 'a', 'ab', 'abc']) {
    for (const encoding of ['utf8', 'utf16le'] as const) {
      const base64 = Buffer.from(`${before}${name}-`, encoding).toString('base64');
      expect(leaksInText('text', Buffer.from(base64), { name })).toHaveLength(1);
    }
  }
  const body = Buffer.from(new URLSearchParams({ name }).toString());
  expect(leaksInText('body', body, { name })).toEqual([
    { what: 'name', form: 'address', where: 'body' },
  ]);
});
