import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/createSandbox.ts';
import { ASKABLE } from '../driver/mainProcess.ts';
import { hand, hasHand } from '../driver/systemDialog.ts';
import { hasBus, startTrayHost, type TrayHost } from '../driver/trayHost.ts';
import { startGateway, TestTill } from '../testTill.ts';
import { beside, valueIn } from './besideTill.ts';

const PATIENT = { timeout: 20_000 };
const NAME = valueIn('name');

/** In the main process: `instead` answers this call from now on; `before` is what has answered it until now. */
const answering = (call: string, instead: string) => `(() => {
  const calls = require('electron').ipcMain._invokeHandlers;
  const before = calls.get('tillside:${call}');
  calls.set('tillside:${call}', ${instead});
})()`;
const REFUSED = `async () => ({ ok: false, error: { code: 'store.disk-full' } })`;
/** Refused once, and given then as ever. */
const LATER = `async (...asked) => {
  if (globalThis.wasAsked) return before(...asked);
  globalThis.wasAsked = true;
  return { ok: false, error: { code: 'lookup.too-fast', waitSeconds: 600 } };
}`;
const COUNTED = `async (...asked) => {
  globalThis.kept = [...(globalThis.kept ?? []), asked[1].isKept];
  return before(...asked);
}`;

describe.skipIf(!hasBus() || !hasHand())('a window that is closed into the tray', () => {
  let gateway: Sandbox;
  let host: TrayHost;
  let till: TestTill;
  beforeEach(async () => {
    gateway = await startGateway();
    host = await startTrayHost();
    till = new TestTill(
      gateway.url,
      { args: [ASKABLE], env: host.env },
      { window: { hotKey: 'Ctrl+Alt+M' } },
    );
    await till.start();
    const { ask } = beside(till.app);
    await ask(answering('tell-kept', COUNTED));
  });
  afterEach(async () => {
    await till.kill();
    await host.close();
    await gateway.close();
  });

  /** `said`: what the page has said by then, each time that it was asked, of whether what was typed is kept. */
  async function closed(said: readonly boolean[]): Promise<void> {
    const at = beside(till.app);
    await at.close();
    await expect.poll(() => at.ask('globalThis.kept ?? []'), PATIENT).toEqual(said);
  }

  async function broughtBack(): Promise<void> {
    hand('key', 'ctrl+alt+m');
    await expect.poll(() => beside(till.app).inPage(NAME), PATIENT).not.toBe(null);
  }

  test('is back with the customer who was just being written where the disk takes no draft', async () => {
    const at = beside(till.app);
    await at.ask(answering('keep-draft', REFUSED));
    await till.fill({ mobile: '13900139000', name: 'Bob' });
    await closed([false]);
    await broughtBack();
    expect(await at.inPage(NAME)).toBe('Bob');
  });

  test('and where an earlier form is still to come back, whose place on the disk it is', async () => {
    const at = beside(till.app);
    await till.fill({ mobile: '13800138000', name: 'Alice' });
    await at.ask(answering('get-draft', LATER));
    await closed([true]);
    await expect.poll(at.pages).toBe(0);
    await broughtBack();
    await expect
      .poll(
        () => at.inPage("document.querySelector('[data-testid=draft-later]') !== null"),
        PATIENT,
      )
      .toBe(true);
    expect(await at.inPage(NAME)).toBe('');
    hand('type', '13900139000');
    hand('key', 'Tab');
    hand('type', 'Bob');
    await expect.poll(() => at.inPage(NAME), PATIENT).toBe('Bob');
    await closed([true, false]);
    await broughtBack();
    expect(await at.inPage(NAME)).toBe('Bob');
  });

  test('and with the customer whom a correction out of the queue has sent behind it, to wait for F3', async () => {
    const at = beside(till.app);
    const subCode = 'isv.invalid-parameter:birthday';
    const refusal = { type: 'error' as const, code: 50, subCode, subMsg: 'no such day' };
    gateway.setFaults({ rules: [{ times: 1, action: refusal }] });
    const slip = await till.register({ mobile: '13700137000', name: 'Carol' });
    await till.waitForState(slip, 'held', 40_000);
    await till.fill({ mobile: '13800138000', name: 'Alice' });
    await till.client.keys(['F8']);
    await till.field(`row-${slip}`).waitForDisplayed();
    await till.field(`row-${slip}`).click();
    await till.field('correct').waitForDisplayed();
    await till.field('correct').click();
    await expect.poll(() => at.inPage(NAME), PATIENT).toBe('Carol');
    await closed([false]);
    await broughtBack();
    expect(await at.inPage(NAME)).toBe('Carol');
    hand('key', 'F3');
    await expect.poll(() => at.inPage(NAME), PATIENT).toBe('Alice');
  });
});
