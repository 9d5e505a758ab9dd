import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/createSandbox.ts';
import { launch } from '../driver/launch.ts';
import { ASKABLE } from '../driver/mainProcess.ts';
import { spawnApp } from '../driver/spawnApp.ts';
import { answerBox, hasHand, openBoxes } from '../driver/systemDialog.ts';
import { hasBus, startTrayHost, type TrayHost } from '../driver/trayHost.ts';
import { startGateway, TestTill } from '../testTill.ts';
import { beside, NOBODY, valueIn } from './besideTill.ts';

let gateway: Sandbox;
let till: TestTill;
let host: TrayHost;

async function start(url: string): Promise<ReturnType<typeof beside>> {
  till = new TestTill(url, { args: [ASKABLE], env: host.env });
  await till.start();
  return beside(till.app);
}

describe.skipIf(!hasBus())('on a desktop with a tray', () => {
  beforeEach(async () => {
    gateway = await startGateway();
    host = await startTrayHost();
  });
  afterEach(async () => {
    await till.kill();
    await host.close();
    await gateway.close();
  });

  test('closing the window ends its page alone: the till sends on, and what was typed is back with it', async () => {
    const at = await start(gateway.url);
    await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
    await expect.poll(host.text).toBe('Tillside · 全部已上传');
    await till.fill({ mobile: '13900139000', name: '王芳' });
    await at.close();
    await expect.poll(at.pages).toBe(0);

    await host.press();
    await expect.poll(() => at.inPage(valueIn('name'))).toBe('王芳');
    await expect.poll(() => at.inPage(valueIn('phone'))).toBe('139 0013 9000');
    await expect.poll(at.isFocused).toBe(true);
  });

  test('what waits is counted there, is sent from there, and leaves without a window', async () => {
    gateway.setFaults({ rules: [{ action: { type: 'refuse' } }] });
    const at = await start(gateway.url);
    await till.register({ mobile: '13800138000' });
    await expect.poll(host.text).toMatch(/^Tillside · 待上传 1 位/);
    await at.close();
    await expect.poll(at.pages).toBe(0);
    const menu = await host.menu();
    expect(menu.filter(({ isEnabled }) => isEnabled).map(({ label }) => label)).toEqual([
      '',
      '打开窗口',
      '立即上传',
      '',
      '退出…',
    ]);
    gateway.setFaults({});
    await host.choose('立即上传');
    await expect.poll(host.text, { timeout: 30_000 }).toBe('Tillside · 全部已上传');
    expect(gateway.ledger().effects).toHaveLength(1);
  });

  test('started with the session it renders nothing, and a second start by hand opens its window', async () => {
    await start(gateway.url);
    await till.stop();
    const { dataFolder: userDataDir } = till;
    const app = await launch({ userDataDir, args: [ASKABLE, '--hidden'], env: host.env });
    try {
      const at = beside(app);
      await expect.poll(() => host.text().catch(() => null)).toBe('Tillside · 全部已上传');
      expect([await at.pages(), await at.renderers()]).toEqual([0, 0]);
      expect(await spawnApp({ userDataDir, args: ['--hidden'] })).toMatchObject({ code: 0 });
      expect(await at.pages()).toBe(0);
      expect(await spawnApp({ userDataDir })).toMatchObject({ code: 0 });
      await expect.poll(at.isFocused).toBe(true);
    } finally {
      await app.child.kill();
    }
  });

  describe.skipIf(!hasHand())('quitting says what waits, and takes a yes:', () => {
    test.each([
      ['with a save that waits', NOBODY, '13800138000'],
      ['with nothing that waits', null, null],
    ])('%s', async (_name, url, mobile) => {
      const at = await start(url ?? gateway.url);
      if (mobile !== null) await till.register({ mobile });
      await host.choose('退出…');
      await expect.poll(openBoxes).toBe(1);
      answerBox('Escape');
      await expect.poll(openBoxes).toBe(0);
      expect(await at.isVisible()).toBe(true);
      await host.choose('退出…');
      // Where something waits the answer that loses nothing is the first one.
      answerBox(mobile === null ? 'Return' : 'Tab Return');
      expect(await till.app.ended).toEqual({ code: 0, signal: null });
    });
  });
});
