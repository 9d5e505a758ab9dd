import { afterEach, beforeEach, expect, test } from 'vitest';
import { MANAGER_CALLS } from '../app/ipc/manager/managerCalls.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { auditLines } from './auditLines.ts';
import { SOUND } from './hostileCalls.ts';
import { OPERATOR, startGateway, TestTill } from './testTill.ts';

const PIN = '246810';

let gateway: Sandbox;
let till: TestTill;

beforeEach(async () => {
  gateway = await startGateway();
  till = new TestTill(gateway.url, {}, { managerPin: PIN });
  await till.start();
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
});

/** Every call of the manager's page, in its right shape, from the page itself: name and code of what is answered. */
function callAll(): Promise<[string, string][]> {
  const calls = Object.keys(MANAGER_CALLS).map((name) => [name, SOUND[name as 'listAudit']]);
  return till.client.execute(async (all: unknown[][]) => {
    const bridge = (window as unknown as { tillside: Record<string, CallableFunction> }).tillside;
    const said: [string, string][] = [];
    for (const [name, argument] of all as [string, unknown][]) {
      const answer = await bridge[name]?.(argument);
      said.push([name, answer.ok ? 'answered' : answer.error.code]);
    }
    return said;
  }, calls);
}

const REFUSED = Object.keys(MANAGER_CALLS).map((name) => [name, 'session.ended']);

test('a page that nobody has opened by the PIN gets no answer of the manager, also none after the lock', async () => {
  expect(await callAll()).toEqual(REFUSED);
  await till.field('manager').click();
  await till.field('pin').waitForDisplayed();
  await till.field('pin').addValue(PIN);
  await till.field('pin-send').click();
  await till.field('manager-page').waitForDisplayed();
  await till.field('manager-audit').click();
  await till.field('audit-rows').waitForDisplayed();
  expect(await till.field('audit-rows').getText()).toContain(OPERATOR.id);
  expect(auditLines(till.dataFolder).map(({ action }) => action)).toContain('manager.opened');
  await till.client.keys('F9');
  await till.field('manager-page').waitForExist({ reverse: true });
  expect(await callAll()).toEqual(REFUSED);
});
