import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/createSandbox.ts';
import { ASKABLE } from '../driver/mainProcess.ts';
import { hasBus, startTrayHost, type TrayHost } from '../driver/trayHost.ts';
import { startGateway, TestTill } from '../testTill.ts';
import { beside, valueIn } from './besideTill.ts';

/** In the main process: the user has locked the PC. */
const LOCK_PC = `require('electron').powerMonitor.emit('lock-screen')`;

/** In the page: what is to be seen. */
const SHOWN = `document.querySelector('[data-testid=lock-screen]') !== null ? 'locked'
  : document.querySelector('[data-testid=phone]')?.checkVisibility() ? 'open' : null`;

let gateway: Sandbox;
let till: TestTill;
let host: TrayHost;

describe.skipIf(!hasBus())('the lock outlives the window:', () => {
  let at: ReturnType<typeof beside>;
  beforeEach(async () => {
    gateway = await startGateway();
    host = await startTrayHost();
    till = await new TestTill(gateway.url, { args: [ASKABLE], env: host.env }).start();
    at = beside(till.app);
  });
  afterEach(async () => {
    await till.kill();
    await host.close();
    await gateway.close();
  });

  const shown = () => at.inPage<string>(SHOWN);
  /** The first thing that is drawn at all. */
  const firstShown = async () => {
    let first: string | null = null;
    await expect
      .poll(async () => {
        first ??= await shown();
        return first;
      })
      .not.toBeNull();
    return first;
  };
  const closeAndOpen = async (between = async () => {}) => {
    await at.close();
    await expect.poll(at.pages).toBe(0);
    await between();
    await host.press();
    await expect.poll(at.pages).toBe(1);
  };

  test('a locked screen is locked in the next window as well, and after a kill; unlocked, it is not any more', async () => {
    await at.ask(LOCK_PC);
    await expect.poll(shown).toBe('locked');
    await closeAndOpen();
    expect(await firstShown()).toBe('locked');
    // It is on the disk a moment later.
    await till.client.pause(500).catch(() => undefined);
    await till.kill();
    await till.start();
    at = beside(till.app);
    expect(await firstShown()).toBe('locked');
    await at.inPage(`document.querySelector('[data-testid^=unlock-]').click()`);
    await expect.poll(shown).toBe('open');
    await closeAndOpen();
    expect(await firstShown()).toBe('open');
  });

  test('a screen that the system locks while the window is in the tray is locked when it comes back, over what was typed', async () => {
    await till.fill({ mobile: '13900139000', name: '王芳' });
    await closeAndOpen(() => at.ask(LOCK_PC));
    expect(await firstShown()).toBe('locked');
    await at.inPage(`document.querySelector('[data-testid^=unlock-]').click()`);
    await expect.poll(() => at.inPage(valueIn('name'))).toBe('王芳');
  });
});
