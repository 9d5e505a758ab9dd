import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/createSandbox.ts';
import { ASKABLE } from '../driver/mainProcess.ts';
import { hasBus, startTrayHost, type TrayHost } from '../driver/trayHost.ts';
import { startGateway, TestTill } from '../testTill.ts';
import { beside } from './besideTill.ts';

let gateway: Sandbox;
let till: TestTill;
let host: TrayHost;

/** In the main process: the system's boxes are answered with "no", and what they say is kept. */
const LISTEN = `(() => {
  global.said = [];
  require('electron').dialog.showMessageBox = async (...given) => {
    global.said.push(given.at(-1).detail);
    return { response: 1 };
  };
})()`;

describe.skipIf(!hasBus())('what the system’s own boxes say is true:', () => {
  beforeEach(async () => {
    gateway = await startGateway();
    host = await startTrayHost();
  });
  afterEach(async () => {
    await till.kill();
    await host.close();
    await gateway.close();
  });

  test('a member who needs somebody is not called sent when somebody quits', async () => {
    till = await new TestTill(gateway.url, { args: [ASKABLE], env: host.env }).start();
    const at = beside(till.app);
    const subCode = 'isv.invalid-parameter:birthday';
    const refusal = { type: 'error' as const, code: 50, subCode, subMsg: 'x' };
    gateway.setFaults({ rules: [{ times: 1, action: refusal }] });
    await till.waitForState(await till.register({ mobile: '13800138000' }), 'held', 40_000);
    await at.ask(LISTEN);
    await host.choose('退出…');
    await expect
      .poll(() => at.ask<string[]>('global.said'))
      .toEqual(['有 1 位会员需要处理，尚未完成上传。']);
    expect(await host.text()).toBe('Tillside · 需处理 1 位');
  });
});
