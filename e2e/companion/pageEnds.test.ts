import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Provision } from '../../app/settings/provision.ts';
import type { Sandbox } from '../../sandbox/createSandbox.ts';
import { ASKABLE } from '../driver/mainProcess.ts';
import { hasBus, startTrayHost, type TrayHost } from '../driver/trayHost.ts';
import { startGateway, TestTill } from '../testTill.ts';
import { beside, valueIn } from './besideTill.ts';

const PAGE = "require('electron').webContents.getAllWebContents()[0]";

let gateway: Sandbox;
let till: TestTill;
let host: TrayHost | null = null;

async function start(
  window: Provision['window'] = {},
  env: NodeJS.ProcessEnv = {},
): Promise<ReturnType<typeof beside>> {
  till = await new TestTill(gateway.url, { args: [ASKABLE], env }, { window }).start();
  return beside(till.app);
}

beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(async () => {
  await till.kill();
  await host?.close();
  host = null;
  await gateway.close();
});

describe('a page that nobody here has ended is there again, with its draft:', () => {
  test
    .skipIf(process.platform === 'win32')
    .each(['SIGHUP', 'SIGQUIT', 'SIGTERM', 'SIGSEGV', 'SIGKILL'])(
    'its process was ended by %s',
    async (signal) => {
      const at = await start();
      await till.fill({ mobile: '13900139000', name: '王芳' });
      await till.client.pause(1_000);
      await at.ask(`process.kill(${PAGE}.getOSProcessId(), '${signal}')`);
      await till.client.pause(900).catch(() => undefined);
      await expect.poll(() => at.inPage(valueIn('name')), { timeout: 20_000 }).toBe('王芳');
    },
  );

  test.each([
    ['a window', {}],
    ['a kiosk', { kiosk: true }],
  ])('its window has gone with it: %s', async (_what, window) => {
    const at = await start(window);
    await till.fill({ mobile: '13900139000', name: '王芳' });
    await till.client.pause(1_000);
    // As a page whose process was taken over natively can; none of its scripts can.
    await till.client.execute('window.isTheOne = true');
    await at.ask(`void ${PAGE}.close()`);
    const isAnother = () => at.inPage("!('isTheOne' in window)").catch(() => false);
    await expect.poll(isAnother, { timeout: 20_000 }).toBe(true);
    await expect.poll(() => at.inPage(valueIn('name')), { timeout: 20_000 }).toBe('王芳');
    await expect.poll(at.isVisible).toBe(true);
    expect(await at.pages()).toBe(1);
  });
});

describe.skipIf(!hasBus())('on a desktop with a tray', () => {
  test('a kiosk’s tray ends it for nobody', async () => {
    host = await startTrayHost();
    await start({ kiosk: true }, host.env);
    await expect.poll(() => host?.text()).toBe('Tillside · 全部已上传');
    const labels = (await host.menu()).map(({ label }) => label);
    expect(labels).toContain('打开窗口');
    expect(labels).not.toContain('退出…');
  });

  test.each([0, 1_500])(
    'a page that is busy for %i ms as its window is closed keeps what was just typed',
    async (busy) => {
      host = await startTrayHost();
      const tray = host;
      const at = await start({}, tray.env);
      await till.fill({ mobile: '13900139000' });
      await till.field('name').click();
      await till.client.pause(1_000);
      await at.ask(`${PAGE}.insertText('王芳')`);
      const work = `const begun = performance.now(); while (performance.now() - begun < ${busy});`;
      await at.ask(`void ${PAGE}.executeJavaScript(${JSON.stringify(work)})`);
      await at.close();
      await expect.poll(at.pages).toBe(0);
      await tray.press();
      await expect.poll(() => at.inPage(valueIn('phone'))).toBe('139 0013 9000');
      expect(await at.inPage(valueIn('name'))).toBe('王芳');
    },
  );
});
