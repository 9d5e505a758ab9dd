import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Provision } from '../../app/settings/provision.ts';
import type { Sandbox } from '../../sandbox/createSandbox.ts';
import { ASKABLE } from '../driver/mainProcess.ts';
import {
  FIRST_MONITOR,
  hasTwoMonitors,
  SECOND_MONITOR,
  startTwoMonitors,
  type TwoMonitors,
} from '../driver/twoMonitors.ts';
import { startGateway, TestTill } from '../testTill.ts';
import { beside, PIN } from './besideTill.ts';

const WINDOW = "require('electron').BrowserWindow.getAllWindows()[0]";
const ON_SECOND = { x: 1_400, y: 60, width: 900, height: 800 };

type Bounds = Record<'x' | 'y' | 'width' | 'height', number>;

const isWithin = (inner: Bounds, outer: Bounds) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

// Xorg with its dummy driver, which Xvfb has nothing of.
describe.skipIf(!hasTwoMonitors())('with two monitors', () => {
  let monitors: TwoMonitors;
  let gateway: Sandbox;
  let till: TestTill;
  beforeEach(async () => {
    [gateway, monitors] = await Promise.all([startGateway(), startTwoMonitors()]);
  });
  afterEach(async () => {
    await till.kill();
    await Promise.all([gateway.close(), monitors.close()]);
  });

  async function start(window: Provision['window'] = {}): Promise<ReturnType<typeof beside>> {
    const options = { args: [ASKABLE], env: { DISPLAY: monitors.name } };
    till = new TestTill(gateway.url, options, { window, managerPin: PIN });
    await till.start();
    return beside(till.app);
  }

  test('the window that was left on the second one opens there again, and on the first where that is gone', async () => {
    let at = await start();
    await at.ask(`${WINDOW}.setBounds(${JSON.stringify(ON_SECOND)})`);
    await expect.poll(at.bounds).toEqual(ON_SECOND);
    // It is kept once it has come to rest.
    await till.client.pause(1_500);
    await till.stop();
    await till.start();
    at = beside(till.app);
    await expect.poll(at.bounds).toEqual(ON_SECOND);
    await till.stop();
    monitors.unplug();
    await till.start();
    at = beside(till.app);
    await expect.poll(async () => isWithin(await at.bounds(), FIRST_MONITOR)).toBe(true);
  });

  test('the one that shows the window is unplugged: it is wholly on the other one at once', async () => {
    const at = await start();
    await at.ask(`${WINDOW}.setBounds(${JSON.stringify(ON_SECOND)})`);
    await expect.poll(at.bounds).toEqual(ON_SECOND);
    await till.client.$('[data-testid="phone"]').setValue('1380013');
    monitors.unplug();
    await expect.poll(async () => isWithin(await at.bounds(), FIRST_MONITOR)).toBe(true);
    expect(await till.client.$('[data-testid="phone"]').getValue()).toBe('138 0013');
  });

  test('a strip stays along the edge of the main one, whatever becomes of the second', async () => {
    const at = await start({ dock: 'right' });
    const strip = { ...FIRST_MONITOR, x: FIRST_MONITOR.width - 420, width: 420 };
    await expect.poll(at.bounds).toEqual(strip);
    monitors.unplug();
    await till.client.pause(500);
    expect(await at.bounds()).toEqual(strip);
    monitors.plugIn();
    await till.client.pause(500);
    expect(await at.bounds()).toEqual(strip);
  });

  test('kiosk fills the one that it is on, and no other', async () => {
    const at = await start({ kiosk: true });
    await expect.poll(at.bounds).toEqual(FIRST_MONITOR);
    expect(isWithin(await at.bounds(), SECOND_MONITOR)).toBe(false);
  });
});
