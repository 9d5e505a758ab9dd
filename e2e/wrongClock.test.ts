import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { EMPTY_MEMBER } from '../app/member/memberSchema.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { freshFolder } from './driver/runFolder.ts';
import { CONSENT, OPERATOR, startGateway, TestTill } from './testTill.ts';

/** Turns the clock of whoever runs this by so many ms; it stands on its own in the page and in main. */
function turnClock(shift: number): void {
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...parts: []) {
      super(...((parts.length === 0 ? [RealDate.now() + shift] : parts) as []));
    }
    static override now(): number {
      return RealDate.now() + shift;
    }
  } as DateConstructor;
}

/** A birthday of somebody who is so old by the clock of this computer, which is right. */
function bornYearsAgo(years: number): string {
  return `${new Date().getFullYear() - years}-01-01`;
}

let gateway: Sandbox;
let till: TestTill;

afterEach(async () => {
  await till.kill();
  await gateway.close();
});

async function tillWithClock(year: number): Promise<number> {
  const shift = Date.UTC(year, 0, 1, 12) - Date.now();
  const script = join(freshFolder('clock'), 'turnClock.cjs');
  writeFileSync(script, `(${turnClock})(${shift});`);
  till = new TestTill(gateway.url, { env: { NODE_OPTIONS: `--require ${script}` } });
  await till.start();
  await till.client.execute(turnClock, shift);
  return shift;
}

/** What the check of main says of a member, past the page's own check. */
async function askMain(birthday: string) {
  const member = { ...EMPTY_MEMBER, mobile: '13900139000', birthday };
  const requestId = 'a'.repeat(32);
  const rest = { operatorId: OPERATOR.id, correctionOf: null, consent: CONSENT };
  const reply = await till.call({ requestId, member, ...rest });
  return reply.ok ? 'saved' : (reply.error.fields?.birthday ?? reply.error.code);
}

async function shownProblem(birthday: string): Promise<string> {
  await till.fill({ mobile: '13900139000', birthday });
  await till.client.keys('F4');
  const error = till.field('field-error-birthday');
  await error.waitForDisplayed();
  return error.getText();
}

test('a till whose clock stands at 2000 registers who was born in 1990, cable out: it goes by the day of its build', async () => {
  gateway = await startGateway({ faults: { rules: [{ action: { type: 'refuse' } }] } });
  await tillWithClock(2000);
  await till.field('pick-birthday').click();
  await till.field('birthday-decade-2000').waitForDisplayed();
  await till.client.keys('Escape');
  expect(await till.register({ mobile: '13800138000', birthday: '1990-01-01' })).toBe('S-0001');
  expect(await shownProblem(bornYearsAgo(10))).toBe('未满 14 周岁，不能登记');
  expect(await askMain(bornYearsAgo(10))).toBe('birthday.underage');
  expect(await askMain('1990-01-01')).toBe('saved');
});

test('a clock that is 30 years ahead makes no child older once an answer has shown the gateway’s time', async () => {
  gateway = await startGateway();
  await tillWithClock(new Date().getFullYear() + 30);
  const slip = await till.register({ mobile: '13800138000', birthday: '1990-01-01' });
  await till.waitForState(slip, 'accepted');
  expect(await askMain(bornYearsAgo(10))).toBe('birthday.underage');
  expect(await shownProblem(bornYearsAgo(10))).toBe('未满 14 周岁，不能登记');
});
