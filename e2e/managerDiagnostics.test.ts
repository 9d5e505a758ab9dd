import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CATALOGUES } from '../app/messages/catalogues.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { auditLines } from './auditLines.ts';
import { freshFolder } from './driver/runFolder.ts';
import { answerFileDialog, hasHand } from './driver/systemDialog.ts';
import { ECHOES, memberOf } from './echoes/echoes.ts';
import { formsOf, leaksInText } from './leaks.ts';
import { openManager, savedWords } from './managerPage.ts';
import { ACCOUNT, CONSENT, OPERATOR, startGateway, TestTill } from './testTill.ts';

const PIN = '860357194268';
const SESSION = '6100e23b8f0d1c5a77e94sessionNotReal2210';
/** Long enough for no chance to write it in base64. */
const OPERATOR_NAME = '诸葛明慧';
const waiting = { mobile: '15942087713', name: '司徒建国', remark: '每周三晚上来' };
const refused = { mobile: '17703825964', name: 'Theodora Quimby', remark: '发票抬头另寄' };
/** Every way in which a gateway has said a person back. */
const echoes = Object.entries(ECHOES).map(([name, say], index) => {
  const member = memberOf(index);
  return { name, member, ...say(member, index), requestId: index.toString(16).padStart(32, '0') };
});

const secrets: Record<string, string> = {
  'app secret': ACCOUNT.appSecret,
  session: SESSION,
  'manager PIN': PIN,
  operator: OPERATOR_NAME,
  'home folder': homedir(),
};
for (const person of [waiting, refused, memberOf(0), memberOf(1)])
  for (const [field, value] of Object.entries(person))
    if (typeof value === 'string' && value.length >= 4 && field !== 'outerType')
      secrets[`${person.mobile} ${field}`] = value;
for (const { name, said, member } of echoes) {
  secrets[name] = said;
  secrets[`${name}: mobile`] = member.mobile;
}

let gateway: Sandbox;
let till: TestTill;

beforeAll(async () => {
  gateway = await startGateway({
    faults: {
      rules: [
        {
          match: { mobile: waiting.mobile },
          action: { type: 'error', code: 15, subCode: 'isp.remote-service-timeout' },
        },
        {
          match: { mobile: refused.mobile },
          action: {
            type: 'error',
            code: 50,
            subCode: 'isv.invalid-parameter',
            subMsg: `手机号 ${refused.mobile} 不可用`,
          },
        },
        ...echoes.map(({ member, answer }) => ({
          match: { mobile: member.mobile },
          action: {
            type: 'http' as const,
            status: 200,
            contentType: 'application/json',
            body: JSON.stringify(answer),
          },
        })),
      ],
    },
  });
  const account = { url: gateway.url, ...ACCOUNT, session: SESSION };
  till = await new TestTill(
    gateway.url,
    {},
    {
      gateway: account,
      managerPin: PIN,
      operators: [{ id: OPERATOR.id, name: OPERATOR_NAME }],
    },
  ).start();
  await till.waitForState(await till.register(refused), 'held');
  await till.register(waiting);
  const register = async (requestId: string, member: (typeof echoes)[number]['member']) => {
    const rest = { operatorId: OPERATOR.id, correctionOf: null, consent: CONSENT };
    expect((await till.call({ requestId, member, ...rest })).ok).toBe(true);
  };
  for (const [index, { requestId, member }] of echoes.entries()) {
    // Ten people in a row of whom the gateway accepts nobody end the sending.
    if (index % 5 === 0)
      await register((1_000 + index).toString(16).padStart(32, '0'), memberOf(1_000 + index));
    await register(requestId, member);
  }
  await till.client.waitUntil(
    async () => (await till.outbox()).recent.every(({ code }) => code !== ''),
    { timeout: 60_000, interval: 100 },
  );
});
afterAll(async () => {
  await till?.kill();
  await gateway?.close();
});

// Needs a hand on the system's own dialog.
describe.skipIf(!hasHand())('what support is given', () => {
  let files: Record<string, Buffer>;

  beforeAll(async () => {
    const target = join(freshFolder('support'), 'till.zip');
    await openManager(till, PIN, 'diagnostics');
    await till.field('diagnostics-warnings').waitForExist();
    await till.field('diagnostics-save').click();
    answerFileDialog(CATALOGUES['zh-CN'].window.saveFile, target);
    expect(await savedWords(till)).toContain('till.zip');
    files = Object.fromEntries(
      Object.entries(unzipSync(readFileSync(target))).map(([name, bytes]) => [
        name,
        Buffer.from(bytes),
      ]),
    );
  });

  test('is what the window shows, with health, trail and log, and has a line of its own', async () => {
    expect(Object.keys(files).sort()).toEqual([
      'audit.jsonl',
      'diagnostics.json',
      'health.json',
      'logs/tillside.log',
    ]);
    const saved = JSON.parse(String(files['diagnostics.json']));
    expect(saved.outcomes.length).toBeGreaterThan(20);
    const shown = await till.field('diagnostics-outcomes').getText();
    expect(shown).toContain(saved.outcomes[0].slip);
    expect(saved.disk.flushMilliseconds).toBeGreaterThan(0);
    expect(saved.network.proxy).toBe('DIRECT');
    expect(auditLines(till.dataFolder).at(-1)).toMatchObject({ action: 'diagnostics.saved' });
  });

  test('holds nobody’s data and no secret, whatever the gateway has said of them', () => {
    for (const [name, content] of Object.entries(files)) {
      const whole = Buffer.concat([Buffer.from(`${name}\n`), content]);
      expect(leaksInText(name, whole, secrets)).toEqual([]);
    }
  });

  test('the same search finds each of them where it is planted in such a file', () => {
    const log = files['logs/tillside.log'] ?? Buffer.alloc(0);
    for (const [what, text] of Object.entries(secrets))
      for (const [form, bytes] of formsOf(text)) {
        const planted = Buffer.concat([log, bytes, log]);
        expect(leaksInText('log', planted, { [what]: text }), form).not.toEqual([]);
      }
    // And what may be there it finds as well.
    const diagnostics = files['diagnostics.json'] ?? Buffer.alloc(0);
    expect(leaksInText('log', log, { word: 'settled' })).not.toEqual([]);
    expect(leaksInText('json', diagnostics, { code: 'isv.invalid-parameter' })).not.toEqual([]);
  });
});
