import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../createSandbox.ts';
import { platformTime, save, testApp, testFields } from '../testing/testCalls.ts';

let now = Date.now();
const sandbox = await createSandbox({ ...testApp, now: () => now });
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

/** The seconds the ban still lasts as the gateway tells them, or zero when the save passed. */
async function bannedFor(url = sandbox.url): Promise<number> {
  const { text, code } = await save(url, testFields(), { timestamp: platformTime(now) });
  if (code === undefined) return 0;
  const { sub_code, sub_msg } = JSON.parse(text).error_response;
  expect([code, sub_code]).toEqual([7, 'accesscontrol.limited-by-app-access-count']);
  return Number(/^This ban will last for (\d+) more seconds$/.exec(sub_msg)?.[1]);
}

describe('the quota', () => {
  it('lets a number of calls through in a minute, then bans for a time that counts down', async () => {
    sandbox.setFaults({ quota: { callsPerMinute: 2, banSeconds: 5 } });
    expect([await bannedFor(), await bannedFor(), await bannedFor()]).toEqual([0, 0, 5]);
    now += 1500;
    expect(await bannedFor()).toBe(4);
    now += 3499;
    expect(await bannedFor()).toBe(1);
    now += 1;
    expect(await bannedFor()).toBe(0);
    expect(sandbox.ledger().effects).toHaveLength(3);
  });

  it('slides: calls older than a minute do not count', async () => {
    sandbox.setFaults({ quota: { callsPerMinute: 1, banSeconds: 5 } });
    expect(await bannedFor()).toBe(0);
    now += 60_000;
    expect(await bannedFor()).toBe(0);
  });

  it('does not count calls that an earlier check refused', async () => {
    sandbox.setFaults({ quota: { callsPerMinute: 1, banSeconds: 5 } });
    const timestamp = platformTime(now);
    expect((await save(sandbox.url, testFields(), { timestamp, app_key: 'x' })).code).toBe(29);
    expect(await bannedFor()).toBe(0);
  });

  it('is emptied by a reset, and an option of the sandbox outlives it', async () => {
    const quota = { callsPerMinute: 1, banSeconds: 5 };
    const other = await createSandbox({ ...testApp, now: () => now, quota });
    expect([await bannedFor(other.url), await bannedFor(other.url)]).toEqual([0, 5]);
    other.reset();
    expect([await bannedFor(other.url), await bannedFor(other.url)]).toEqual([0, 5]);
    await other.close();
  });
});

describe('a scripted ban', () => {
  it('holds for every later call until it has run out', async () => {
    sandbox.setFaults({ rules: [{ times: 1, action: { type: 'ban', seconds: 31_062 } }] });
    expect(await bannedFor()).toBe(31_062);
    now += 31_061_000;
    expect(await bannedFor()).toBe(1);
    now += 1000;
    expect(await bannedFor()).toBe(0);
    const faulted = sandbox.requests().map((request) => request.faulted);
    expect(faulted).toEqual(['ban', undefined, undefined]);
  });

  it('is not started anew by a rule that goes on matching', async () => {
    sandbox.setFaults({ rules: [{ action: { type: 'ban', seconds: 10 } }] });
    expect(await bannedFor()).toBe(10);
    now += 9000;
    expect(await bannedFor()).toBe(1);
  });

  it('outlives the script that started it, but not a reset', async () => {
    sandbox.setFaults({ rules: [{ action: { type: 'ban', seconds: 10 } }] });
    expect(await bannedFor()).toBe(10);
    sandbox.setFaults({});
    expect(await bannedFor()).toBe(10);
    sandbox.reset();
    expect(await bannedFor()).toBe(0);
  });
});
