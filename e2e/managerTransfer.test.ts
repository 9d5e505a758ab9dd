import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CATALOGUES } from '../app/messages/catalogues.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { auditLines } from './auditLines.ts';
import { freshFolder } from './driver/runFolder.ts';
import { answerFileDialog, hasHand } from './driver/systemDialog.ts';
import { openManager, savedWords } from './managerPage.ts';
import { startGateway, TestTill } from './testTill.ts';

const PIN = '246810';
const PASSPHRASE = 'correct horse battery';
const WORDS = CATALOGUES['zh-CN'];

let gateway: Sandbox;
let from: TestTill;
let to: TestTill;

beforeEach(async () => {
  gateway = await startGateway({ faults: { rules: [{ action: { type: 'outage' } }] } });
  from = await new TestTill(gateway.url, {}, { managerPin: PIN }).start();
  to = new TestTill(gateway.url, {}, { managerPin: PIN });
  for (const mobile of ['13800138001', '13800138002'])
    await from.register({ mobile, name: '=1+1' });
});
afterEach(async () => {
  await from?.kill();
  await to?.kill();
  await gateway?.close();
});

/** Answers the system's dialog of a move, and types into the page what it then asks for. */
async function type(till: TestTill, field: string, text: string) {
  await till.field(field).waitForDisplayed({ timeout: 30_000 });
  await till.field(field).setValue(text);
}

// Needs a hand on the system's own dialog.
describe.skipIf(!hasHand())('on the manager’s page', () => {
  test('a queue goes to another till, which says first what it would do, with the PIN given once', async () => {
    const file = join(freshFolder('move'), 'queue.tillside');
    await openManager(from, PIN, 'transfer');
    await from.field('export-foreseen').waitForDisplayed();
    expect(await from.field('export-foreseen').getText()).toContain('2');
    await from.field('export-choose').click();
    answerFileDialog(WORDS.move.title.export, file);
    await type(from, 'passphrase', PASSPHRASE);
    await type(from, 'passphraseAgain', PASSPHRASE);
    await from.field('export-go').click();
    await from.field('transfer-done').waitForDisplayed({ timeout: 30_000 });
    expect((await from.outbox()).counts).toMatchObject({ pending: 0, discarded: 2 });
    expect(auditLines(from.dataFolder).at(-1)).toMatchObject({
      action: 'queue.exported',
      operatorId: '2392313',
      saves: 2,
    });

    await to.start();
    await openManager(to, PIN, 'transfer');
    await to.field('import-choose').click();
    answerFileDialog(WORDS.move.title.import, file);
    await type(to, 'passphrase', 'another passphrase');
    await to.field('import-look').click();
    await to.client.waitUntil(async () =>
      /口令/.test(await to.field('passphrase-error').getText()),
    );
    await type(to, 'passphrase', PASSPHRASE);
    await to.field('import-look').click();
    await to.field('import-foreseen').waitForDisplayed();
    expect(await to.field('import-foreseen').getText()).toContain('会由本机上传：2 条');
    expect((await to.outbox()).counts).toMatchObject({ pending: 0 });
    await to.field('import-go').click();
    await to.field('transfer-done').waitForDisplayed({ timeout: 30_000 });
    // Nobody answers, but what has come may just be under way to hear that.
    await expect.poll(async () => (await to.outbox()).counts).toMatchObject({ pending: 2 });
    // Two tills, two dialogs and five keys out of passphrases, on whatever machine there is.
  }, 180_000);

  test('the members of today are saved as a table: masked, then whole for a reason', async () => {
    const file = join(freshFolder('table'), 'list.csv');
    await openManager(from, PIN, 'transfer');
    await from.field('csv-count').waitForDisplayed();
    await from.field('csv-save').click();
    answerFileDialog(WORDS.window.saveFile, file);
    expect(await savedWords(from)).toContain('list.csv');
    const masked = readFileSync(file, 'utf8');
    expect(masked.startsWith('\ufeff')).toBe(true);
    expect(masked).toContain('"138****8001"');
    expect(masked).not.toMatch(/13800138001|=1/);

    await from.field('csv-values').selectByAttribute('value', 'reconciliation');
    await from.field('csv-noted').waitForDisplayed();
    const second = join(freshFolder('table'), 'whole.csv');
    await from.field('csv-save').click();
    answerFileDialog(WORDS.window.saveFile, second);
    await from.client.waitUntil(() => Promise.resolve(existsSync(second)), { timeout: 30_000 });
    expect(readFileSync(second, 'utf8')).toContain('"\'13800138001","\'=1+1"');
    const lines = auditLines(from.dataFolder).filter(({ action }) => action === 'saves.exported');
    expect(lines).toMatchObject([
      { reason: 'masked', saves: 2 },
      { reason: 'reconciliation', saves: 2 },
    ]);
  });

  test('nothing is saved over one of the till’s own files', async () => {
    const key = join(from.dataFolder, 'key.json');
    const before = readFileSync(key, 'utf8');
    const beside = join(from.dataFolder, 'list.csv');
    await openManager(from, PIN, 'transfer');
    await from.field('csv-count').waitForDisplayed();
    await from.field('csv-save').click();
    answerFileDialog(WORDS.window.saveFile, beside);
    await from.client.waitUntil(async () =>
      /数据目录/.test(await from.field('manager-not-saved').getText()),
    );
    expect(existsSync(beside)).toBe(false);
    expect(readFileSync(key, 'utf8')).toBe(before);
  });
});

test.skipIf(!hasHand())(
  'the open section is saved as pages for paper, and the page looks as before',
  async () => {
    const file = join(freshFolder('paper'), 'audit.pdf');
    await openManager(from, PIN, 'audit');
    await from.field('audit-rows').waitForDisplayed();
    await from.field('page-save').click();
    answerFileDialog(WORDS.window.saveFile, file);
    await from.client.waitUntil(() => Promise.resolve(existsSync(file)), { timeout: 30_000 });
    const content = readFileSync(file);
    expect(content.subarray(0, 5).toString()).toBe('%PDF-');
    // More than an empty page has.
    expect(content.length).toBeGreaterThan(5_000);
    expect(await from.field('audit-rows').isDisplayed()).toBe(true);
    expect(auditLines(from.dataFolder).at(-1)).toMatchObject({
      action: 'page.saved',
      reason: 'audit',
    });
  },
);
