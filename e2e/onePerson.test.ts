import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CATALOGUES } from '../app/messages/catalogues.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { auditLines } from './auditLines.ts';
import { answerFileDialog, hasHand } from './driver/systemDialog.ts';
import { filesBelow, leaksIn } from './leaks.ts';
import { startGateway, TestTill } from './testTill.ts';

const PIN = '246810';
const ONE = { mobile: '13871946520', name: '欧阳晓岚', remark: '对花生过敏的老顾客' };
const OTHER = { mobile: '15942087713', name: '司徒建国' };

let gateway: Sandbox;
let till: TestTill;

beforeEach(async () => {
  // Nothing of the one arrives: what is erased still waits, with its body.
  gateway = await startGateway({
    faults: {
      rules: [
        {
          match: { mobile: ONE.mobile },
          action: { type: 'error', code: 15, subCode: 'isp.remote-service-timeout' },
        },
      ],
    },
  });
  till = new TestTill(gateway.url, {}, { managerPin: PIN });
  await till.start();
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
});

/** By keys alone: the page opens at its first section. */
async function lookUp(mobile: string): Promise<void> {
  await till.field('manager').click();
  await till.field('pin').waitForDisplayed();
  await till.field('pin').addValue(PIN);
  await till.client.keys('Enter');
  await till.field('manager-person').waitForDisplayed();
  await till.field('manager-person').click();
  await till.field('person-value').waitForDisplayed();
  await till.field('person-value').addValue(mobile);
  await till.client.keys('Enter');
  await till.field('person-count').waitForDisplayed();
}

/** What the store has written of a save on its lines: the hashes of its person, and what was sealed. */
function tracesOf(requestId: string): Record<string, string> {
  const traces: Record<string, string> = {};
  const names = readdirSync(till.dataFolder).filter((name) => name.startsWith('outbox-'));
  for (const name of names) {
    const text = readFileSync(join(till.dataFolder, name), 'latin1');
    for (const line of text.split('\x1e').filter((one) => one.includes(` ${requestId} [`))) {
      const [json = '', sealed = ''] = line.slice(line.indexOf('[')).trimEnd().split('\t');
      const [keys] = JSON.parse(json) as [string[]];
      keys.forEach((key, index) => {
        traces[`hash ${index}`] = key;
      });
      if (sealed !== '') traces['sealed body'] = sealed;
    }
  }
  return traces;
}

test('who asks for it is erased from every file of the till, by the manager’s word and the number once more; what others have stays', async () => {
  const slip = await till.register(ONE);
  const other = await till.register(OTHER);
  await till.waitForState(other, 'accepted');
  const { requestId } = await till.waitForState(slip, 'pending');
  await till.fill({ mobile: ONE.mobile });
  const secrets = {
    ...tracesOf(requestId),
    'masked line': '138****6520',
    mobile: ONE.mobile,
    name: ONE.name,
    remark: ONE.remark,
  };
  expect(Object.keys(secrets)).toEqual(expect.arrayContaining(['hash 0', 'sealed body']));
  // The search finds what is there before.
  const before = leaksIn(till.dataFolder, secrets).map(({ what }) => what);
  for (const what of ['hash 0', 'sealed body', 'masked line']) expect(before).toContain(what);

  await lookUp(ONE.mobile);
  expect(await till.field(`person-${slip}`).getText()).toContain('138****6520');
  await till.field('person-erase').click();
  await till.field('erase-question').waitForDisplayed();
  expect(await till.field('erase-question').getText()).toContain(slip);
  await till.client.keys('Enter');
  await till.field('erase-differs').waitForDisplayed();
  await till.field('erase-again').addValue(ONE.mobile);
  await till.client.keys('Enter');
  await till.field('person-erased').waitForDisplayed();
  expect(await till.field('person-erased').getText()).toContain(slip);

  const line = auditLines(till.dataFolder).find(({ action }) => action === 'person.erased');
  expect(line).toMatchObject({ slip, saves: 1 });
  const found = () =>
    leaksIn(till.folder, secrets).filter(({ where }) => !where.startsWith('provision'));
  expect(found()).toEqual([]);
  await till.stop();
  expect(found()).toEqual([]);
  expect(filesBelow(till.dataFolder).some((name) => name.startsWith('outbox-'))).toBe(true);

  await till.start();
  expect((await till.outbox()).recent.map((one) => one.slip)).toEqual([other]);
  expect(await till.field('phone').getValue()).toBe('');
  const sent = gateway.requests().filter(({ bodyText = '' }) => bodyText.includes(OTHER.mobile));
  expect(sent).toHaveLength(1);
});

// Needs a hand on the system's own dialog.
test.skipIf(!hasHand())(
  'what is kept of them is written as a page that needs nothing else',
  async () => {
    const slip = await till.register(ONE);
    await lookUp(ONE.mobile);
    const file = join(till.folder, 'page.html');
    await till.field('person-export').click();
    answerFileDialog(CATALOGUES['zh-CN'].window.saveFile, file);
    await till.field('person-exported').waitForDisplayed();
    const page = readFileSync(file, 'utf8');
    for (const text of [slip, ONE.mobile, ONE.name, ONE.remark]) expect(page).toContain(text);
    expect(page).not.toMatch(/<script|https?:/i);
    writeFileSync(file, '');
  },
);
