import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Bridge } from '../app/ipc/bridge.ts';
import type { TillView } from '../app/ipc/tillView.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { auditLines } from './auditLines.ts';
import { freshFolder } from './driver/runFolder.ts';
import { type RunningApp, startApp } from './driver/startApp.ts';
import { leaksIn } from './leaks.ts';
import { ACCOUNT, startGateway } from './testTill.ts';

const PIN = '97531';

let gateway: Sandbox;
let dataFolder: string;
let app: RunningApp;
beforeEach(async () => {
  gateway = await startGateway();
  dataFolder = join(freshFolder('first-run'), 'data');
});
afterEach(async () => {
  await app?.kill();
  await gateway.close();
});

const start = async () => {
  app = await startApp({ userDataDir: dataFolder });
};
const at = (testId: string) => app.client.$(`[data-testid="${testId}"]`);

async function fill(testId: string, text: string): Promise<void> {
  await at(testId).waitForDisplayed();
  await at(testId).setValue(text);
}
const press = async (testId: string) => {
  await at(testId).waitForDisplayed();
  await at(testId).click();
};
const next = () => press('wizard-next');
const stateOf = (step: string) => at(`step-${step}`).getAttribute('data-state');
const till = () =>
  app.client.execute(async () => {
    const reply = await (window as unknown as { tillside: Bridge }).tillside.getTill();
    return reply.ok ? reply.value : null;
  }) as Promise<TillView | null>;

async function verdict(): Promise<string | null> {
  await at('connection-verdict').waitForDisplayed();
  return at('connection-verdict').getAttribute('data-verdict');
}

/** The wizard up to its last step, which begins the connection test by itself. */
async function setUp(appSecret: string): Promise<void> {
  await fill('settings-gateway-url', gateway.url);
  await fill('settings-gateway-appKey', ACCOUNT.appKey);
  await fill('settings-gateway-appSecret', appSecret);
  await next();
  await fill('settings-brandId', '244323');
  await fill('settings-shopId', '239923231');
  await fill('settings-operators-0-id', '2392313');
  await fill('settings-operators-0-name', '小林');
  await next();
  await fill('settings-pin-first', PIN);
  await fill('settings-pin-again', PIN);
  await next();
}

async function openSettings(): Promise<void> {
  await press('settings');
  await fill('pin', PIN);
  await app.client.keys('Enter');
  await at('settings-screen').waitForDisplayed();
}

async function saveSecret(secret: string): Promise<void> {
  await openSettings();
  await fill('settings-gateway-appSecret', secret);
  await press('settings-save');
  await at('settings-screen').waitForExist({ reverse: true });
}

const register = async (mobile: string) => {
  await at('phone').click();
  await at('phone').addValue(mobile);
  await app.client.keys('F5');
  await app.client.keys('F4');
};
const became = (slip: string, state: string) =>
  app.client
    .$(`[data-testid="line-${slip}"][data-state="${state}"]`)
    .waitForExist({ timeout: 20_000 });

test('a till sets itself up: the test names the wrong secret, passes with the right one, makes no member, and the first save is accepted', async () => {
  await start();
  await setUp('wrong-secret-not-real');
  expect(await verdict()).toBe('failed');
  expect(await stateOf('answer')).toBe('passed');
  expect(await stateOf('sign')).toBe('failed');
  expect(await at('problem-sign').getAttribute('data-problem')).toBe('secret');
  expect(await stateOf('permission')).toBe('not-reached');

  for (let steps = 0; steps < 3; steps += 1) await press('wizard-back');
  await fill('settings-gateway-appSecret', ACCOUNT.appSecret);
  for (let steps = 0; steps < 3; steps += 1) await next();
  await app.client.waitUntil(async () => (await verdict()) === 'passed');
  expect(await stateOf('session')).toBe('passed');
  const { effects, requests } = gateway.ledger();
  expect(effects).toEqual([]);
  expect(requests.map(({ bodyText }) => bodyText)).toEqual([undefined, undefined]);
  expect((await till())?.provisioned).toBe(false);

  await next();
  await at('phone').waitForDisplayed();
  await register('13800138000');
  await became('S-0001', 'accepted');
  expect(gateway.ledger().effects.map(({ fields }) => fields.mobile)).toEqual(['13800138000']);
  expect(leaksIn(dataFolder, { secret: ACCOUNT.appSecret })).toEqual([]);

  await app.stop();
  await start();
  await at('phone').waitForDisplayed();
  await register('13900139000');
  await became('S-0002', 'accepted');
});

test('settings that are changed at the running till reach the queue at once: a pause for a wrong secret ends with the right one', async () => {
  await start();
  await setUp(ACCOUNT.appSecret);
  await verdict();
  await next();
  await at('phone').waitForDisplayed();

  await saveSecret('wrong-secret-not-real');
  await register('13800138000');
  await app.client.$('[data-testid="banner"][data-kind="configuration"]').waitForDisplayed();
  await became('S-0001', 'pending');

  await saveSecret(ACCOUNT.appSecret);
  await became('S-0001', 'accepted');
  expect(gateway.ledger().effects).toHaveLength(1);
});

test('the page never gets a stored secret, and five wrong PINs lock also over a restart', async () => {
  await start();
  await setUp(ACCOUNT.appSecret);
  await verdict();
  await next();
  await at('phone').waitForDisplayed();
  const ask = (pin: string) =>
    app.client.execute(
      (given) => (window as unknown as { tillside: Bridge }).tillside.getSettings({ pin: given }),
      pin,
    );
  const shown = await ask(PIN);
  expect(shown).toMatchObject({ ok: true, value: { gateway: { hasAppSecret: true } } });
  expect(JSON.stringify(shown)).not.toContain(ACCOUNT.appSecret);

  for (let tries = 0; tries < 5; tries += 1) await ask('00000');
  await app.kill();
  await start();
  await at('phone').waitForDisplayed();
  expect(await ask(PIN)).toMatchObject({ ok: false, error: { code: 'pin.locked' } });
  expect(auditLines(dataFolder).map(({ action }) => action)).toEqual([
    'trail.begun',
    'pin.set',
    'settings.saved',
    'settings.opened',
    ...Array(4).fill('pin.wrong'),
    'pin.locked',
  ]);
});
