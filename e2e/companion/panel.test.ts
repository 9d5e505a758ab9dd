import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Provision } from '../../app/settings/provision.ts';
import type { Sandbox } from '../../sandbox/createSandbox.ts';
import { launch } from '../driver/launch.ts';
import { ASKABLE } from '../driver/mainProcess.ts';
import { answerBox, hand, hasHand, openBoxes } from '../driver/systemDialog.ts';
import { hasBus, startTrayHost, type TrayHost } from '../driver/trayHost.ts';
import { startGateway, TestTill } from '../testTill.ts';
import { beside, valueIn } from './besideTill.ts';

/** In the main process: whether somebody finds the window, as large or as small as it is. */
const IN_SIGHT =
  "require('electron').BrowserWindow.getAllWindows().some((one) => one.isVisible() || one.isMinimized())";

const ALL_SENT = 'Tillside · 全部已上传';

let gateway: Sandbox;
let till: TestTill;
let host: TrayHost;

async function start(
  isLate = false,
  window: Provision['window'] = {},
): Promise<ReturnType<typeof beside>> {
  host = await startTrayHost({ isLate });
  till = await new TestTill(gateway.url, { args: [ASKABLE], env: host.env }, { window }).start();
  return beside(till.app);
}
const textOfIcon = () => host.text().catch(() => null);

/** Who watches the bus for a till; the bus is its own. */
function watchers(): number {
  const address = host.env.DBUS_SESSION_BUS_ADDRESS ?? '';
  const script = `for p in /proc/[0-9]*; do
    tr '\\0' '\\n' < $p/comm 2>/dev/null | grep -qx dbus-monitor || continue
    grep -qzF "$1" $p/environ 2>/dev/null && echo $p; done; true`;
  return execFileSync('sh', ['-c', script, 'sh', address], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean).length;
}

describe.skipIf(!hasBus())('a panel that comes and goes', () => {
  beforeEach(async () => {
    gateway = await startGateway();
  });
  afterEach(async () => {
    await till.kill();
    await host.close();
    await gateway.close();
  });

  test('gets the icon where it begins after the till, and again where it has ended meanwhile', async () => {
    await start(true);
    for (const _ of [1, 2]) {
      await host.begin();
      await expect.poll(textOfIcon, { timeout: 10_000 }).toBe(ALL_SENT);
      host.end();
      await till.client.pause(3_000);
    }
  });

  test('takes no till out of sight by its end: closing asks, as where there never was one', async () => {
    const at = await start();
    await expect.poll(textOfIcon).toBe(ALL_SENT);
    host.end();
    await at.close();
    if (hasHand()) {
      await expect.poll(openBoxes).toBe(1);
      answerBox('Escape');
      await expect.poll(openBoxes).toBe(0);
    }
    expect(await at.isVisible()).toBe(true);
  });

  test('gives a window back that was in its tray alone where it ends', async () => {
    const at = await start();
    await expect.poll(textOfIcon).toBe(ALL_SENT);
    await at.close();
    await expect.poll(at.pages).toBe(0);
    host.end();
    await expect.poll(() => at.inPage(valueIn('phone')), { timeout: 10_000 }).toBe('');
    expect(await at.ask(IN_SIGHT)).toBe(true);
  });

  test.skipIf(!hasHand())(
    'gives a window back that its hot key had put away where it ends',
    async () => {
      const at = await start(false, { hotKey: 'Ctrl+Alt+M' });
      await expect.poll(textOfIcon).toBe(ALL_SENT);
      await expect.poll(at.isFocused).toBe(true);
      hand('key', 'ctrl+alt+m');
      await expect.poll(at.isVisible).toBe(false);
      host.end();
      await expect.poll(() => at.ask(IN_SIGHT), { timeout: 10_000 }).toBe(true);
      expect(await at.pages()).toBe(1);
    },
  );

  test('brings a till that came with the session hidden to where it is seen', async () => {
    await start();
    await till.stop();
    const { dataFolder: userDataDir } = till;
    const app = await launch({ userDataDir, args: [ASKABLE, '--hidden'], env: host.env });
    try {
      const at = beside(app);
      await expect.poll(textOfIcon).toBe(ALL_SENT);
      host.end();
      await expect.poll(at.pages, { timeout: 10_000 }).toBe(1);
    } finally {
      await app.child.kill();
    }
  });

  test('is watched for by nobody once the till has ended, however it ended', async () => {
    await start();
    await expect.poll(watchers).toBe(1);
    await till.kill();
    await expect.poll(watchers).toBe(0);
    await till.start();
    await expect.poll(watchers).toBe(1);
    await till.stop();
    await expect.poll(watchers).toBe(0);
  });
});
