import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Bridge } from '../../app/ipc/bridge.ts';
import type { Provision } from '../../app/settings/provision.ts';
import type { Sandbox } from '../../sandbox/createSandbox.ts';
import { ASKABLE } from '../driver/mainProcess.ts';
import { hand, hasHand } from '../driver/systemDialog.ts';
import { hasBus, startTrayHost, type TrayHost } from '../driver/trayHost.ts';
import { startGateway, TestTill } from '../testTill.ts';
import { beside, FOCUSED, valueIn } from './besideTill.ts';

const HOT_KEY = 'Ctrl+Alt+M';
const PIN = '246810';
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

  test('that another program has is told in the window, and another one is heard as soon as it is chosen', async () => {
    await start();
    const till = await start();
    const taken = till.client.$('[data-kind="window.hot-key-taken"]');
    await taken.waitForExist();
    // It may be folded behind another one.
    expect(await taken.getProperty('textContent')).toContain(HOT_KEY);

    await till.client.execute(chooseHotKey, 'Ctrl+Alt+K', PIN);
    await taken.waitForExist({ reverse: true });
    const at = beside(till.app);
    await expect.poll(at.isFocused).toBe(true);
    hand('key', 'ctrl+alt+k');
    await expect.poll(at.isVisible).toBe(false);
  });
});

/** In the page: as the manager does it on the settings screen. */
async function chooseHotKey(hotKey: string, pin: string): Promise<void> {
  const { tillside } = window as unknown as { tillside: Bridge };
  const answer = await tillside.getSettings({ pin });
  if (!answer.ok) throw new Error(answer.error.code);
  const { gateway, brandId, shopId, operators, locale, revision, window: choices } = answer.value;
  const { url, appKey, signMethod } = gateway;
  const settings = {
    gateway: { url, appKey, signMethod, appSecret: null, session: null },
    brandId,
    shopId,
    operators,
    locale,
    window: { ...choices, hotKey },
  };
  const saved = await tillside.saveSettings({ pin, revision, settings });
  if (!saved.ok) throw new Error(saved.error.code);
}
