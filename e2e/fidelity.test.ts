import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EMPTY_MEMBER } from '../app/member/memberSchema.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { ASKABLE, askMain } from './driver/mainProcess.ts';
import { CONSENT, OPERATOR, startGateway, TestTill } from './testTill.ts';

let gateway: Sandbox;
let till: TestTill;

beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
});

describe.each(['Asia/Shanghai', 'America/Los_Angeles', 'UTC'])('on a PC in %s', (zone) => {
  test('gender 0 and a birthday arrive unchanged', async () => {
    till = await new TestTill(gateway.url, { env: { TZ: zone } }).start();
    expect(await till.client.execute(() => Intl.DateTimeFormat().resolvedOptions().timeZone)).toBe(
      zone,
    );
    const slip = await till.register({ mobile: '13800138000', gender: 0, birthday: '20100101' });
    await till.waitForState(slip, 'accepted');
    const body = JSON.parse(gateway.ledger().effects[0]?.body ?? '');
    expect(body).toMatchObject({ gender: 0, birthday: '2010-01-01 00:00:00' });
  });
});

test('Chinese, emoji, + & = %, quotes and newlines arrive byte for byte', async () => {
  const name = '𠮷田"\'\\ 😀+&=%<>';
  const remark = '第一行\n第二行 "引号" \'单引号\' \\ 😀 +&=% %20 ​ é';
  till = await new TestTill(gateway.url, { args: [ASKABLE] }).start();
  await till.fill({ mobile: '13800138000', name });
  await till.field('remark').click();
  const page = "require('electron').webContents.getAllWebContents()[0]";
  await askMain(till.app, `${page}.insertText(${JSON.stringify(remark)})`);
  await expect.poll(() => till.field('remark').getValue()).toBe(remark);
  await till.client.keys('F4');
  await till.waitForState(await till.confirmedSlip(), 'accepted');
  const [effect] = gateway.ledger().effects;
  expect(Buffer.from(JSON.parse(effect?.body ?? '').name)).toEqual(Buffer.from(name));
  expect(Buffer.from(JSON.parse(effect?.body ?? '').remark)).toEqual(Buffer.from(remark));
});

test('a newline in a name, which only a scanner or a paste could bring, arrives as it is', async () => {
  till = await new TestTill(gateway.url).start();
  const member = { ...EMPTY_MEMBER, mobile: '13800138000', name: '王\n芳' };
  const requestId = 'a'.repeat(32);
  const call = await till.call({
    requestId,
    operatorId: OPERATOR.id,
    member,
    correctionOf: null,
    consent: CONSENT,
  });
  expect(call.ok).toBe(true);
  await till.client.waitUntil(async () => gateway.ledger().effects.length === 1);
  expect(gateway.ledger().effects[0]?.fields).toMatchObject({ name: '王\n芳' });
});
