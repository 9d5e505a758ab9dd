import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Provision } from '../../app/settings/provision.ts';
import type { Sandbox } from '../../sandbox/createSandbox.ts';
import { ASKABLE } from '../driver/mainProcess.ts';
import { hand, hasHand } from '../driver/systemDialog.ts';
import { hasBus, startTrayHost, type TrayHost } from '../driver/trayHost.ts';
import { startGateway, TestTill } from '../testTill.ts';
import { beside, chooseWindow, FOCUSED, PIN, valueIn } from './besideTill.ts';

const HOT_KEY = 'Ctrl+Alt+M';
const press = () => hand('key', 'ctrl+alt+m');

let gateway: Sandbox;
let host: TrayHost;
const tills: TestTill[] = [];

async function start(window: Provision['window'] = { hotKey: HOT_KEY }): Promise<TestTill> {
  const till = new TestTill(
    gateway.url,
    { args: [ASKABLE], env: host.env },
    { window, managerPin: PIN },
  );
  tills.push(till);
  return till.start();
}

describe.skipIf(!hasBus() || !hasHand())('the hot key', () => {
  beforeEach(async () => {
    gateway = await startGateway();
    host = await startTrayHost();
  });
  afterEach(async () => {
    for (const till of tills.splice(0)) await till.kill();
    await host.close();
    await gateway.close();
  });

  test('puts the window away, and brings it up with the focus in the phone field, whatever had it before', async () => {
    const till = await start();
    const at = beside(till.app);
    await till.field('name').click();
    await till.client.keys('a');
    await expect.poll(at.isFocused).toBe(true);
    press();
    await expect.poll(at.isVisible).toBe(false);
    expect(await at.pages()).toBe(1);
    press();
    await expect.poll(at.isFocused).toBe(true);
    await expect.poll(() => at.inPage(FOCUSED)).toBe('phone');
    expect(await at.inPage(valueIn('name'))).toBe('a');
  });

  test('brings it up from the tray as well, where its page is gone', async () => {
    const till = await start();
    const at = beside(till.app);
    await at.close();
    await expect.poll(at.pages).toBe(0);
    press();
    await expect.poll(() => at.inPage(FOCUSED)).toBe('phone');
    await expect.poll(at.isFocused).toBe(true);
  });

  test('leaves nothing of what the manager’s PIN has opened, and no PIN half typed, for whoever brings the window back', async () => {
    const till = await start();
    const at = beside(till.app);
    const isThere = (field: string) =>
      at.inPage(`Boolean(document.querySelector('[data-testid=${field}]'))`);
    const awayAndBack = async () => {
      press();
      await expect.poll(at.isVisible).toBe(false);
      press();
      await expect.poll(at.isFocused).toBe(true);
    };
    await expect.poll(at.isFocused).toBe(true);
    await till.field('settings').click();
    await till.field('pin').waitForExist();
    await till.client.keys(PIN);
    await awayAndBack();
    // The prompt of the settings goes whole.
    await expect.poll(() => isThere('pin')).toBe(false);

    await till.field('settings').click();
    await till.field('pin').waitForExist();
    await till.client.keys(PIN);
    await till.client.keys('Enter');
    await till.field('settings-screen').waitForExist();
    await awayAndBack();
    await expect.poll(() => isThere('settings-screen')).toBe(false);
  });

  test('that another program has is told in the window, and another one is heard as soon as it is chosen', async () => {
    await start();
    const till = await start();
    const taken = till.client.$('[data-kind="window.hot-key-taken"]');
    await taken.waitForExist();
    // It may be folded behind another one.
    expect(await taken.getProperty('textContent')).toContain(HOT_KEY);

    await till.client.execute(chooseWindow, { hotKey: 'Ctrl+Alt+K' }, PIN);
    await taken.waitForExist({ reverse: true });
    const at = beside(till.app);
    await expect.poll(at.isFocused).toBe(true);
    hand('key', 'ctrl+alt+k');
    await expect.poll(at.isVisible).toBe(false);
  });
});
