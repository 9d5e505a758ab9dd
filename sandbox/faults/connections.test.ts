import { Agent } from 'node:http';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../createSandbox.ts';
import {
  lostConnection,
  postOnce,
  postOver,
  signedParams,
  testApp,
  testFields,
} from '../testing/testCalls.ts';

const sandbox = await createSandbox(testApp);
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const effects = (): number => sandbox.ledger().effects.length;

describe('a reused connection', () => {
  it.each([
    [true, '31', 1],
    [false, 'biz_success', 0],
  ])(
    'drops; with its effect: %j, the same request sent again silently then answers %s',
    async (afterEffect, told, saved) => {
      sandbox.setFaults({ rules: [{ times: 1, action: { type: 'dropReused', afterEffect } }] });
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const first = await postOver(agent, sandbox.url, signedParams(testFields()));
      expect(first).toContain('biz_success');
      const before = effects();
      const params = signedParams(testFields());
      expect(await postOver(agent, sandbox.url, params)).toMatch(lostConnection);
      expect(effects() - before).toBe(saved);
      // What Chromium does by itself: the very same bytes on a new connection.
      expect(await postOnce(sandbox.url, params)).toContain(told);
      expect(sandbox.requests().map(({ onReusedConnection }) => onReusedConnection)).toEqual([
        false,
        true,
        false,
      ]);
      agent.destroy();
    },
  );
});

describe('an outage', () => {
  it('resets every connection of the gateway, and leaves the control endpoint alone', async () => {
    sandbox.setFaults({
      rules: [{ match: { attempt: 1 }, action: { type: 'hang' } }, { action: { type: 'outage' } }],
    });
    const hanging = postOnce(sandbox.url, signedParams(testFields()));
    await expect.poll(() => sandbox.requests().length, { interval: 5 }).toBe(1);
    expect(await postOnce(sandbox.url, signedParams(testFields()))).toMatch(lostConnection);
    expect(await hanging).toMatch(lostConnection);
    expect((await fetch(`${sandbox.controlUrl}/ledger`)).status).toBe(200);
  });
});
