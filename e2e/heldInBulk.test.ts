import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { auditLines } from './auditLines.ts';
import { OPERATOR, startGateway, TestTill } from './testTill.ts';

const PIN = '246810';
const OTHER = { id: '2392314', name: '小周' };
const WORD = '请再问一次工号';

let gateway: Sandbox;
let till: TestTill;

beforeEach(async () => {
  gateway = await startGateway();
  till = new TestTill(gateway.url, {}, { managerPin: PIN, operators: [OPERATOR, OTHER] });
  await till.start();
  // Of several nobody is there until he says so.
  await till.field('operator').click();
  await till.field(`operator-${OPERATOR.id}`).waitForDisplayed();
  await till.field(`operator-${OPERATOR.id}`).click();
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
});

async function openHeld(): Promise<void> {
  await till.field('manager').click();
  await till.field('pin').waitForDisplayed();
  await till.field('pin').addValue(PIN);
  await till.field('pin-send').click();
  await till.field('manager-page').waitForDisplayed();
  await till.field('manager-held').click();
  await till.field('held-group-0').waitForDisplayed();
}

test('three saves of a wrong operator: a word for the cashier, then all corrected at once, and each accepted once', async () => {
  gateway.setFaults({
    rules: [
      {
        times: 3,
        action: {
          type: 'error',
          code: 50,
          subCode: 'isv.invalid-parameter:operator_id',
          subMsg: '工号不存在',
        },
      },
    ],
  });
  const slips: string[] = [];
  for (const end of [1, 2, 3]) {
    const slip = await till.register({ mobile: `1380013800${end}` });
    await till.waitForState(slip, 'held');
    slips.push(slip);
  }
  await openHeld();
  await till.field('held-group-0').click();
  await till.field('word-text').waitForDisplayed();
  await till.field('word-text').addValue(WORD);
  await till.field('word-leave').click();
  await till.field('word-now').waitForDisplayed();
  await till.field('bulk-operator').click();
  await till.field('bulk-value').waitForDisplayed();
  await till.field('bulk-value').selectByAttribute('value', OTHER.id);
  await till.field('bulk-may').waitForDisplayed();
  expect(await till.field('bulk-preview').getText()).toContain('138****8001');
  await till.field('bulk-give-up').click();
  await till.field('manager-close').click();

  // What the manager has left is read at the counter.
  await till.client.keys('F8');
  await till.field('queue-search').waitForDisplayed();
  await till.field('queue-search').addValue((slips[0] ?? '').replace('S-', ''));
  await till.field('queue-word').waitForDisplayed();
  expect(await till.field('queue-word').getText()).toContain(WORD);
  await till.field('close-queue').click();
  await till.field('queue-panel').waitForExist({ reverse: true });

  await openHeld();
  await till.field('held-group-0').click();
  await till.field('bulk-operator').click();
  await till.field('bulk-value').selectByAttribute('value', OTHER.id);
  await till.field('bulk-go').waitForEnabled();
  await till.field('bulk-go').click();
  await till.client.waitUntil(async () => gateway.ledger().effects.length === 3, {
    timeout: 20_000,
    timeoutMsg: 'not all of them were accepted',
  });
  const { effects } = gateway.ledger();
  for (const effect of effects) expect(JSON.stringify(effect)).toContain(OTHER.id);
  for (const slip of slips)
    expect(await till.line(slip)).toMatchObject({ state: 'discarded', closedReason: 'corrected' });
  expect(auditLines(till.dataFolder).map(({ action }) => action)).toEqual(
    expect.arrayContaining([
      'manager.opened',
      'word.left',
      'bulk.begun',
      'save.corrected',
      'bulk.ended',
    ]),
  );
});
