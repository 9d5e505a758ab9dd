import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/createSandbox.ts';
import { ASKABLE } from '../driver/mainProcess.ts';
import { answerBox, hasHand, openBoxes } from '../driver/systemDialog.ts';
import { startGateway, TestTill } from '../testTill.ts';
import { beside, NOBODY } from './besideTill.ts';

let gateway: Sandbox;
let till: TestTill;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(async () => {
  await till.kill();
  await gateway.close();
});

/** `waits`: with a save that nobody can take. */
async function start(waits: boolean): Promise<ReturnType<typeof beside>> {
  till = await new TestTill(waits ? NOBODY : gateway.url, { args: [ASKABLE] }).start();
  const slip = await till.register({ mobile: '13800138000' });
  if (!waits) await till.waitForState(slip, 'accepted');
  return beside(till.app);
}

const WITH_AND_WITHOUT = [
  ['with a save that waits', true],
  ['with nothing that waits', false],
] as const;

/** Windows asks a window before the session ends, gives it five seconds, and ends the program. */
const SESSION_ENDS =
  "require('electron').BrowserWindow.getAllWindows()[0].emit('query-session-end', { preventDefault() {} })";

describe('signing out closes the store in order before the system ends the program, and loses nothing:', () => {
  test.each(WITH_AND_WITHOUT)('%s', async (_name, waits) => {
    const at = await start(waits);
    await at.ask(SESSION_ENDS);
    await pause(5_000);
    // Whoever has closed its folder in order has given its lease back.
    expect(existsSync(join(till.dataFolder, 'lease.json'))).toBe(false);
    await till.kill();
    const log = readFileSync(join(till.dataFolder, 'logs', 'tillside.log'), 'utf8');
    expect(log).toContain('session ends');
    expect(log).not.toMatch(/not (?:all )?ended/);

    await till.start();
    const { waiting, counts, warnings } = await till.outbox();
    expect([waiting, counts.accepted]).toEqual(waits ? [1, 0] : [0, 1]);
    // No key store stands in this session.
    expect(warnings.map(({ code }) => code)).toEqual(['store.weak-protection']);
  });
});

describe.skipIf(!hasHand())('without a tray closing the window asks', () => {
  test.each(WITH_AND_WITHOUT)('and the program ends by a yes: %s', async (_name, waits) => {
    const at = await start(waits);
    await at.close();
    await expect.poll(openBoxes).toBe(1);
    answerBox('Escape');
    await expect.poll(openBoxes).toBe(0);
    expect(await at.isVisible()).toBe(true);
    await at.close();
    answerBox('Tab Return');
    expect(await till.app.ended).toEqual({ code: 0, signal: null });
  });
});
