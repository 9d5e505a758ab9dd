import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Bridge } from '../app/ipc/bridge.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { beside } from './companion/besideTill.ts';
import { ASKABLE } from './driver/mainProcess.ts';
import { OPERATOR, startGateway, TestTill } from './testTill.ts';

const PIN = '246810';
const CONTENTS = "require('electron').webContents.getAllWebContents()[0]";

let gateway: Sandbox;
let till: TestTill;
beforeEach(async () => {
  gateway = await startGateway();
  till = new TestTill(gateway.url, { args: [ASKABLE] }, { managerPin: PIN });
  await till.start();
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
});

/** What the page that is there now is answered, or null where the former one is, or none yet. */
const said = () =>
  beside(till.app).inPage<string>(
    `document.querySelector('[data-testid=phone]') === null || window.isOld ? null :
      tillside.listAudit({ group: null, search: '', offset: 0, limit: 1 })
        .then((answer) => (answer.ok ? 'answered' : answer.error.code))`,
  );

test.each([
  ['its process dies', `${CONTENTS}.forcefullyCrashRenderer()`],
  ['it is loaded anew', `${CONTENTS}.reload()`],
])('the manager’s session ends with its page: %s', async (_how, end) => {
  const at = beside(till.app);
  const opened = await till.client.execute(
    async (given) => {
      Object.assign(window, { isOld: true });
      const { openManager } = (window as unknown as { tillside: Bridge }).tillside;
      return (await openManager(given)).ok;
    },
    { pin: PIN, operatorId: OPERATOR.id },
  );
  expect(opened).toBe(true);
  await at.ask(end).catch(() => undefined);
  await expect.poll(said, { timeout: 30_000 }).toBe('session.ended');
});

test('whoever gives up while the PIN is looked at has opened nothing', async () => {
  await till.field('manager').click();
  await till.field('pin').waitForDisplayed();
  await till.field('pin').addValue(PIN);
  const at = beside(till.app);
  await at.inPage(`(() => {
    document.querySelector('[data-testid=pin-send]').click();
    document.querySelector('[data-testid=pin-cancel]').click();
  })()`);
  await till.field('pin').waitForExist({ reverse: true });
  await till.client.pause(1_500);
  await expect.poll(said, { timeout: 30_000 }).toBe('session.ended');
});
