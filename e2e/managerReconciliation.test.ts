import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CATALOGUES } from '../app/messages/catalogues.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { auditLines } from './auditLines.ts';
import { freshFolder } from './driver/runFolder.ts';
import { answerFileDialog, hasHand } from './driver/systemDialog.ts';
import { openManager, savedWords } from './managerPage.ts';
import { inkOfFirstPage, NO_PAPER, seesPaper, textOnPaper } from './paper.ts';
import { startGateway, TestTill } from './testTill.ts';

const PIN = '246810';
const WORDS = CATALOGUES['zh-CN'];
const { sides } = WORDS.manager.reconciliation;

let gateway: Sandbox;
let till: TestTill;
let slips: string[];

beforeEach(async () => {
  // One is accepted, one is held, one waits: till a ban is over, so that it is not just being sent when it is counted.
  gateway = await startGateway({
    faults: {
      rules: [
        {
          match: { mobile: '13800138002' },
          action: { type: 'error', code: 15, subCode: 'isv.invalid-parameter' },
        },
        {
          match: { mobile: '13800138003' },
          action: { type: 'error', code: 7, subCode: 'accesscontrol.limited-by-app-access-count' },
        },
      ],
    },
  });
  till = await new TestTill(gateway.url, {}, { managerPin: PIN }).start();
  slips = [];
  for (const mobile of ['13800138001', '13800138002', '13800138003'])
    slips.push(await till.register({ mobile, name: '王芳' }));
  await till.waitForState(slips[0] ?? '', 'accepted');
  await till.waitForState(slips[1] ?? '', 'held');
  await till.waitForState(slips[2] ?? '', 'pending');
  await expect.poll(async () => (await till.outbox()).pause.kind).toBe('quota');
  await openManager(till, PIN, 'reconciliation');
  await till.field('sum-table').waitForDisplayed();
});
afterEach(async () => {
  await till?.kill();
  await gateway?.close();
});

const numbers = async (...names: string[]): Promise<string[]> =>
  Promise.all(names.map((name) => till.field(`sum-${name}`).getText()));

test('a manager sees that today’s sum is even, and the saves behind each number', async () => {
  expect(await numbers('given', 'found', 'registered', 'accepted', 'waiting', 'held')).toEqual([
    '3',
    '3',
    '3',
    '1',
    '1',
    '1',
  ]);
  expect(await till.field('sum-difference').getText()).toBe(WORDS.manager.reconciliation.even);
  for (const [side, slip] of [
    ['accepted', slips[0]],
    ['held', slips[1]],
    ['waiting', slips[2]],
  ]) {
    await till.field(`sum-${side}`).click();
    await till.client.waitUntil(async () =>
      (await till.field('sum-rows').getText()).includes(slip ?? ''),
    );
    const rows = await till.field('sum-rows').getText();
    expect(slips.filter((one) => rows.includes(one))).toEqual([slip]);
    expect(rows).toMatch(/138\*{4}800\d/);
    expect(rows).not.toContain('13800138');
  }
});

// Needs a hand on the system's own dialog.
describe.skipIf(!hasHand())('what the sum says is handed on', () => {
  test('as a list for a spreadsheet, with a line in the trail', async () => {
    const file = join(freshFolder('sum'), 'sum.csv');
    await till.field('sum-save').click();
    answerFileDialog(WORDS.window.saveFile, file);
    expect(await savedWords(till)).toContain('sum.csv');
    const list = readFileSync(file, 'utf8');
    for (const [side, count] of [
      [sides.registered, 3],
      [sides.accepted, 1],
      [sides.waiting, 1],
      [sides.held, 1],
      [WORDS.csvFile.sum.difference, 0],
    ])
      expect(list).toContain(`"${side}","${count}","0",`);
    expect(auditLines(till.dataFolder).at(-1)).toMatchObject({ operatorId: '2392313' });
  });

  test.skipIf(!seesPaper())(
    `on paper: every number is read there, and nothing is cut at the edge of the page (where it is skipped: ${NO_PAPER})`,
    async () => {
      const folder = freshFolder('paper');
      const file = join(folder, 'sum.pdf');
      await till.field('sum-waiting').click();
      await till.field('sum-rows').waitForDisplayed();
      await till.field('page-save').click();
      answerFileDialog(WORDS.window.saveFile, file);
      await till.client.waitUntil(() => Promise.resolve(existsSync(file)), { timeout: 30_000 });
      const text = textOnPaper(file);
      for (const [side, count] of [
        [sides.registered, 3],
        [sides.accepted, 1],
        [sides.waiting, 1],
        [sides.held, 1],
      ])
        expect(text).toMatch(new RegExp(`${side}\\s+${count}\\b`));
      expect(text).toContain(slips[2]);
      expect(text).not.toContain('13800138003');
      const ink = inkOfFirstPage(file, folder);
      expect(ink.part).toBeGreaterThan(0.001);
      expect(Math.min(ink.left, ink.top, 1 - ink.right, 1 - ink.bottom)).toBeGreaterThan(0.01);
    },
  );
});
