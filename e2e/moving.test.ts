import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Bridge, BridgeResult } from '../app/ipc/bridge.ts';
import { CATALOGUES } from '../app/messages/catalogues.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { auditLines } from './auditLines.ts';
import { freshFolder } from './driver/runFolder.ts';
import { spawnApp } from './driver/spawnApp.ts';
import { answerFileDialog, hasHand } from './driver/systemDialog.ts';
import { startGateway, TestTill } from './testTill.ts';

const PIN = '246810';
const PASSPHRASE = 'correct horse battery';

let gateway: Sandbox;
let from: TestTill;
let to: TestTill;
let file: string;
let ids: string[];

beforeEach(async () => {
  gateway = await startGateway({ faults: { rules: [{ action: { type: 'outage' } }] } });
  file = join(freshFolder('move'), 'queue.tillside');
  from = await new TestTill(gateway.url, {}, { managerPin: PIN }).start();
  to = new TestTill(gateway.url, {}, { managerPin: PIN });
  ids = [];
  for (const mobile of ['13800138001', '13800138002']) {
    const slip = await from.register({ mobile, name: '王芳' });
    ids.push((await from.line(slip))?.requestId ?? '');
  }
});
afterEach(async () => {
  await from.kill();
  await to.kill();
  await gateway.close();
});

/** A second start, which only asks. */
async function ask(till: TestTill, direction: string, name = file): Promise<void> {
  const { dataFolder: userDataDir } = till;
  const args = [`--${direction}-queue=${name}`];
  expect(await spawnApp({ userDataDir, args })).toMatchObject({ code: 0 });
}

/** What somebody types into the dialog; the button is pressed. */
async function answer(till: TestTill, direction: string, pin: string, words: string) {
  await till.field('move-question').waitForDisplayed();
  expect(await till.field('move-question').getAttribute('data-direction')).toBe(direction);
  expect(await till.field('move-file').getText()).toBe(file);
  for (const name of direction === 'export' ? ['passphrase', 'passphraseAgain'] : ['passphrase'])
    await till.field(name).setValue(words);
  await till.field('pin').setValue(pin);
  await till.field('pin-send').click();
}

async function done(till: TestTill): Promise<string> {
  // What is under way is answered first, which may take the 30 s of a call; then two derivations of a key, of 64 MB
  // each, and a read back.
  await till.client.waitUntil(
    async () => {
      if (await till.field('move-done').isDisplayed()) return true;
      const refusal = till.field('pin-error');
      if (await refusal.isExisting()) expect(await refusal.getText()).toBe('');
      return false;
    },
    { timeout: 45_000, timeoutMsg: 'the move neither ended nor was refused' },
  );
  const words = await till.field('move-done').getText();
  await till.field('move-close').click();
  await till.field('move-done').waitForExist({ reverse: true });
  return words;
}

async function said(till: TestTill, words: RegExp, place = 'pin-error'): Promise<void> {
  await till.client.waitUntil(async () => words.test(await till.field(place).getText()), {
    timeout: 20_000,
  });
}

/** What of the trail is about moving; the first settings and the tries of the PIN stand there as well. */
const audited = (till: TestTill) =>
  auditLines(till.dataFolder)
    .filter(({ action }) => action.startsWith('queue.'))
    .map(({ action, saves }) => ({ action, saves }));

describe('a queue moves to another till', () => {
  test('while both run, with its ids: the first stops sending, the second sends each once', async () => {
    await ask(from, 'export');
    await answer(from, 'export', '1111', PASSPHRASE);
    await said(from, /PIN/);
    expect(existsSync(file)).toBe(false);
    expect((await from.outbox()).counts).toMatchObject({ pending: 2 });
    await answer(from, 'export', PIN, PASSPHRASE);
    expect(await done(from)).toContain('2');
    expect((await from.outbox()).counts).toMatchObject({ pending: 0, discarded: 2 });
    expect(readFileSync(file, 'utf8')).not.toContain('13800138001');
    expect(audited(from)).toEqual([{ action: 'queue.exported', saves: 2 }]);

    await to.start();
    await ask(to, 'import');
    await answer(to, 'import', PIN, 'another passphrase');
    await said(to, /口令/, 'passphrase-error');
    await answer(to, 'import', PIN, PASSPHRASE);
    expect(await done(to)).toContain('2');
    expect(audited(to)).toEqual([{ action: 'queue.imported', saves: 2 }]);

    gateway.setFaults({});
    await from.sendNow();
    await to.sendNow();
    await to.client.waitUntil(async () => (await to.outbox()).counts.accepted === 2, {
      timeout: 20_000,
    });
    expect((await from.outbox()).counts).toMatchObject({ pending: 0, discarded: 2, accepted: 0 });
    // Two people: whose call comes first is nobody's promise.
    const sent = gateway.ledger().effects.map((effect) => effect.requestId);
    expect(sent.sort()).toEqual(ids.sort());
    expect(gateway.ledger().replays).toEqual({});
  });

  test('by a first start as well, which opens the till and asks', async () => {
    await from.stop();
    await from.start([`--export-queue=${file}`]);
    await answer(from, 'export', PIN, PASSPHRASE);
    expect(await done(from)).toContain('2');
    expect(existsSync(file)).toBe(true);
  });
});

// Needs a hand on the system's own dialog.
test.skipIf(!hasHand())(
  'in the settings the file is chosen in the system’s own dialog',
  async () => {
    await from.field('settings').click();
    await from.field('pin').waitForDisplayed();
    await from.field('pin').setValue(PIN);
    await from.field('pin-send').click();
    await from.field('move-export').waitForExist();
    await from.field('move-export').click();
    answerFileDialog(CATALOGUES['zh-CN'].move.title.export, file);
    await answer(from, 'export', PIN, PASSPHRASE);
    expect(await done(from)).toContain('2');
    expect(existsSync(file)).toBe(true);
  },
);

describe('nothing leaves', () => {
  test('by a command line, a closed dialog or a call without the PIN', async () => {
    expect(
      await spawnApp({ userDataDir: from.dataFolder, args: ['--export-queue='] }),
    ).toMatchObject({ code: 2 });
    await ask(from, 'export');
    await from.field('move-question').waitForDisplayed();
    const byCall = (pin: string) =>
      from.client.execute(async (given) => {
        const { tillside } = window as unknown as { tillside: Bridge };
        const till = await tillside.getTill();
        const question = till.ok ? (till.value.move?.id ?? 0) : 0;
        return tillside.moveQueue({ pin: given, question, passphrase: 'words of an attacker' });
      }, pin) as Promise<BridgeResult<null>>;
    for (const pin of ['', '0000'])
      expect(await byCall(pin)).toMatchObject({ ok: false, error: { code: 'pin.wrong' } });
    await from.field('pin-cancel').click();
    await from.field('pin-prompt').waitForExist({ reverse: true });
    expect(await byCall(PIN)).toEqual({ ok: false, error: { code: 'request.refused' } });
    expect(existsSync(file)).toBe(false);
    expect((await from.outbox()).counts).toMatchObject({ pending: 2, discarded: 0 });
  });

  test('into a file that is there, or over one of the till’s own', async () => {
    await ask(from, 'export');
    await answer(from, 'export', PIN, PASSPHRASE);
    await done(from);
    const before = readFileSync(file, 'utf8');
    await from.register({ mobile: '13800138003' });
    await ask(from, 'export');
    await answer(from, 'export', PIN, PASSPHRASE);
    await said(from, /同名/);
    expect(readFileSync(file, 'utf8')).toBe(before);
    const key = join(from.dataFolder, 'key.json');
    const keyBefore = readFileSync(key, 'utf8');
    file = key;
    await ask(from, 'export');
    await answer(from, 'export', PIN, PASSPHRASE);
    await said(from, /数据目录/);
    expect(readFileSync(key, 'utf8')).toBe(keyBefore);
    expect((await from.outbox()).counts).toMatchObject({ pending: 1, discarded: 2 });
  });
});
