import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Bridge } from '../app/ipc/bridge.ts';
import type { SaveRow } from '../app/outbox/saveList.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { ECHOES, memberOf } from './echoes/echoes.ts';
import { type Leak, leaksIn, leaksInText } from './leaks.ts';
import { CONSENT, OPERATOR, startGateway, TestTill } from './testTill.ts';

const echoes = Object.entries(ECHOES).map(([name, say], index) => {
  const member = memberOf(index);
  return { name, member, ...say(member, index), requestId: index.toString(16).padStart(32, '0') };
});
const WORDS = 'refused';
const secrets: Record<string, string> = {};
for (const { name, said, member } of echoes) {
  secrets[name] = said;
  secrets[`${name}, in JSON`] = JSON.stringify(said).slice(1, -1);
  secrets[`${name}: mobile`] = member.mobile;
  secrets[`${name}: outer id`] = member.outerId;
}
Object.assign(secrets, {
  name: '欧阳晓岚',
  'latin name': 'Bartholomew',
  birthday: '1987-03-19',
  remark: '对花生过敏的老顾客',
  'words of the gateway': '不可用',
  'trace id': '15r0z7lq',
});

let gateway: Sandbox;
let till: TestTill;
/** What each save had become once all of them were answered; a pending one is sent again now and then. */
let states: Map<string, string>;

/** Every save of the till as its lists show them. */
function rows(): Promise<SaveRow[]> {
  return till.client.execute(async () => {
    const { tillside } = window as unknown as { tillside: Bridge };
    const query = { filter: 'all', search: '', offset: 0, limit: 200 } as const;
    const reply = await tillside.listSaves(query);
    if (!reply.ok) throw new Error(reply.error.code);
    return reply.value.rows;
  });
}

const inText = (where: string, text: string): Leak[] =>
  leaksInText(where, Buffer.from(text), secrets);

beforeAll(async () => {
  gateway = await startGateway({
    faults: {
      rules: echoes.map(({ member, answer }) => ({
        match: { mobile: member.mobile },
        action: {
          type: 'http',
          status: 200,
          contentType: 'application/json',
          body: JSON.stringify(answer),
        },
      })),
    },
  });
  till = await new TestTill(gateway.url).start();
  const register = async (requestId: string, member: (typeof echoes)[number]['member']) => {
    const reply = await till.call({
      requestId,
      operatorId: OPERATOR.id,
      member,
      correctionOf: null,
      consent: CONSENT,
    });
    expect(reply.ok).toBe(true);
  };
  for (const [index, { requestId, member }] of echoes.entries()) {
    // Ten people in a row of whom the gateway accepts nobody end the sending.
    if (index % 5 === 0)
      await register((1_000 + index).toString(16).padStart(32, '0'), memberOf(1_000 + index));
    await register(requestId, member);
  }
  await till.client.waitUntil(
    async () => {
      const answered = await rows();
      states = new Map(answered.map(({ requestId, state }) => [requestId, state]));
      return answered.every(({ state, code }) => state !== 'sending' && code !== '');
    },
    { timeout: 60_000, interval: 100 },
  );
});
afterAll(async () => {
  await till?.kill();
  await gateway?.close();
});

test('thirty ways of echoing a person were answered, and more', () => {
  expect(echoes.length).toBeGreaterThanOrEqual(30);
  for (const { name, requestId, answer } of echoes) {
    const text = JSON.stringify(answer);
    const isAccepted = text.includes('"biz_success":true');
    // Business failures without a published code are tried again before somebody is asked.
    const expected = isAccepted ? ['accepted'] : ['held', 'pending'];
    expect(expected, name).toContain(states.get(requestId));
  }
});

test('none of them stands in a reply that shows lists, or anywhere in the window', async () => {
  expect(inText('listSaves', JSON.stringify(await rows()))).toEqual([]);
  expect(inText('getOutbox', JSON.stringify(await till.outbox()))).toEqual([]);
  const page = () => till.client.execute(() => document.documentElement.outerHTML);
  await till.client.keys('F8');
  await till.field('queue-rows').waitForDisplayed();
  await till.client.execute(() => {
    document.querySelector<HTMLElement>('[data-testid="filter-all"]')?.click();
  });
  // The newest one is accepted, and so not among what is held.
  await till.field(`row-S-00${echoes.length}`).waitForDisplayed();
  await till.client.execute(() => {
    document.querySelector<HTMLElement>('[data-testid="queue-rows"]')?.focus();
  });
  const seen = new Set<string>();
  for (let row = 0; row < echoes.length; row += 1) {
    await till.client.keys(row === 0 ? 'Home' : 'ArrowDown');
    await till.field('queue-detail').waitForDisplayed();
    const html = await page();
    seen.add(/id="queue-slip"[^>]*>(S-\d+)/.exec(html)?.[1] ?? '');
    expect(inText(`row ${row}`, html)).toEqual([]);
  }
  expect(seen.size).toBe(echoes.length);
  await till.client.keys('F8');
});

test('who opens a save reads what was said, and the audit trail has only that it was read', async () => {
  const { requestId, said } = echoes[0] ?? { requestId: '', said: '' };
  const reply = await till.client.execute(
    (id, operatorId) =>
      (window as unknown as { tillside: Bridge }).tillside.readForCorrection({
        requestId: id,
        operatorId,
      }),
    requestId,
    OPERATOR.id,
  );
  if (!reply.ok) throw new Error(reply.error.code);
  expect(reply.value).toMatchObject({ text: `资料 ${said} 不可用`, traceId: '15r0z7lq' });
  expect(inText('reply', JSON.stringify(reply.value)), 'the search can find').not.toEqual([]);
  const audit = readdirSync(till.dataFolder)
    .filter((name) => name.endsWith('.trail'))
    .map((name) => readFileSync(join(till.dataFolder, name), 'utf8'))
    .join();
  expect(audit).toContain('save.read');
  expect(inText('audit', audit)).toEqual([]);
});

test('none of them lies readable in the data folder: not in journal, snapshot, audit trail or log', async () => {
  const search = () => leaksIn(till.dataFolder, secrets);
  expect(search()).toEqual([]);
  await till.stop();
  expect(search()).toEqual([]);
  // What was accepted has left its body behind: the next start writes a snapshot without it.
  await till.start();
  const names = () => readdirSync(till.dataFolder);
  await till.client.waitUntil(async () => names().some((name) => name.endsWith('.snapshot')));
  await till.stop();
  expect(search()).toEqual([]);
  const log = readFileSync(join(till.dataFolder, 'logs', 'tillside.log'), 'utf8');
  for (const { requestId, name } of echoes) expect(log, name).toContain(requestId);
  expect(log).not.toContain(WORDS);
});
