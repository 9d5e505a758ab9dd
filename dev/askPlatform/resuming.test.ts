import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { APP, AskedSandbox, MOBILES } from './testing/askedSandbox.ts';

let asked: AskedSandbox;
beforeEach(async () => {
  asked = await AskedSandbox.start();
});
afterEach(() => asked.close());

const straightAnswers = (async () => {
  const straight = await AskedSandbox.start();
  await straight.run();
  const answers = await straight.answers();
  await straight.close();
  return answers;
})();

const own = globalThis.fetch;
const DAY = 86_400_000;
const sent = () => asked.sandbox.requests().length;

/** The network goes away at a certain call, before it arrives or before its answer does. */
function cutAt(call: number, when: 'before' | 'after' = 'before'): void {
  let calls = 0;
  asked.fetch = async (...given) => {
    calls += 1;
    if (calls === call && when === 'before') throw new TypeError('fetch failed');
    const response = await own(...given);
    if (calls === call) throw new TypeError('fetch failed');
    return response;
  };
}

test.each([
  [1, 'before'],
  [5, 'after'],
  [14, 'after'],
  [17, 'before'],
  [30, 'after'],
  [45, 'before'],
  [60, 'after'],
] as const)(
  'a network that fails at call %i, %s it arrives, ends the run, and the next one comes to the same answers',
  async (call, when) => {
    cutAt(call, when);
    expect(await asked.run()).toBe(false);
    expect(sent()).toBe(when === 'before' ? call - 1 : call);
    expect((await asked.report()).stopped).toContain('no answer to');
    asked.fetch = globalThis.fetch;
    expect(await asked.run()).toBe(true);
    expect(await asked.answers()).toEqual(await straightAnswers);
  },
);

test('what has an answer is never asked again', async () => {
  await asked.run();
  const before = sent();
  await asked.run();
  expect(sent()).toBe(before);
});

test('a second run days later asks the lifetime question, and only that', async () => {
  asked.sandbox.setFaults({ forgetIdsAfterSeconds: 2 * 86_400 });
  await asked.run();
  expect((await asked.answers()).requestIdLifetime).toBe('open');
  const { findings } = await asked.report();
  const says = findings.find(({ id }) => id === 'requestIdLifetime')?.says;
  expect(says).toMatch(/To be asked.*10 m: 2026-11-25T02:5.*7 d: 2026-12-02/);
  const before = sent();

  asked.now += 1.5 * DAY;
  await asked.run();
  // The one of ten minutes and the one of a day, both a day and a half old.
  expect(sent()).toBe(before + 2);
  expect((await asked.answers()).requestIdLifetime).toBe('open');

  asked.now += 6 * DAY;
  await asked.run();
  expect(sent()).toBe(before + 3);
  expect((await asked.answers()).requestIdLifetime).toBe('between 1.5 d and 7.5 d');
});

test('the numbers need not be given again, and others are refused', async () => {
  await asked.run();
  const others = '13900000001,13900000002,13900000003,13900000004';
  await expect(asked.run([`--mobiles=${others}`])).rejects.toThrow('leave --mobiles out');
});

test('a report of another shop or another secret is not continued', async () => {
  await asked.run();
  const before = sent();
  await expect(asked.run(['--shop=1'])).rejects.toThrow('name another');
  const environment = { TILLSIDE_APP_SECRET: 'another' };
  await expect(asked.run([], environment)).rejects.toThrow('name another');
  await writeFile(asked.reportFile, '{"format":1');
  await expect(asked.run()).rejects.toThrow('no report of this tool');
  expect(await readFile(asked.reportFile, 'utf8')).toBe('{"format":1');
  expect(sent()).toBe(before);
});

describe('the platform is spared', () => {
  test('no more calls than the limit leave, in all runs together', async () => {
    expect(await asked.run(['--limit=20'])).toBe(false);
    expect(sent()).toBe(20);
    expect(await asked.run(['--limit=20'])).toBe(false);
    expect(sent()).toBe(20);
    expect((await asked.report()).stopped).toBe('the limit of 20 calls is reached');
    expect(await asked.run(['--limit=25'])).toBe(false);
    expect(sent()).toBe(25);
  });

  test('a call that got no answer counts as well', async () => {
    cutAt(20);
    await asked.run(['--limit=20']);
    asked.fetch = globalThis.fetch;
    await asked.run(['--limit=20']);
    expect(sent()).toBe(19);
  });

  test('two calls are at least the pace apart', async () => {
    await asked.run(['--pace=3']);
    const times = asked.sandbox.requests().map(({ at }) => at);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(Math.min(...gaps)).toBe(3_000);
  });

  test('a ban ends the run at once; the next run goes on', async () => {
    const ban = { match: { attempt: 10 }, times: 1, action: { type: 'ban', seconds: 60 } } as const;
    asked.sandbox.setFaults({ rules: [ban] });
    expect(await asked.run()).toBe(false);
    expect(sent()).toBe(10);
    const { stopped, findings } = await asked.report();
    expect(stopped).toContain('last for 60 more seconds');
    expect(findings.find(({ id }) => id === 'quota')?.says).toContain('Met: 7');
    asked.now += 60_000;
    expect(await asked.run()).toBe(true);
  });

  test.each([
    ['a wrong sign', { code: 25 }, 'not in order'],
    ['no permission', { code: 11 }, 'not in order'],
    ['a page', { status: 502 }, 'not in order'],
  ])('%s ends it after the first call, and a later run asks anew', async (_, answer, reason) => {
    const action =
      'status' in answer
        ? ({ type: 'http', status: 502 } as const)
        : ({ type: 'error', ...answer } as const);
    answerInstead(action);
    expect(await asked.run()).toBe(false);
    expect((await asked.report()).stopped).toContain(reason);
    asked.fetch = globalThis.fetch;
    expect(await asked.run()).toBe(true);
  });
});

test('a service that refuses the first member ends it, and a later run asks anew', async () => {
  const action = { type: 'error', code: 50, subCode: 'isv.shop-unknown' } as const;
  asked.sandbox.setFaults({ rules: [{ match: { mobile: MOBILES[3] }, times: 1, action }] });
  expect(await asked.run()).toBe(false);
  expect(sent()).toBe(2);
  expect((await asked.report()).stopped).toContain('error 50 isv.shop-unknown');
  expect(await asked.run()).toBe(true);
});

/** Every call is answered so: the sandbox's own faults come only after its checks. */
function answerInstead(
  action: { type: 'http'; status: number } | { type: 'error'; code?: number },
) {
  asked.fetch = async () =>
    action.type === 'http'
      ? new Response('<html>', { status: action.status })
      : Response.json({ error_response: { code: action.code, msg: 'x' } });
}

test("a platform's clock that changes between two runs is learned anew", async () => {
  for (const [limit, clockOffsetSeconds] of [
    [20, 0],
    [40, 3_600],
    [70, -3_600],
    [150, 0],
  ]) {
    asked.sandbox.setFaults({ clockOffsetSeconds });
    await asked.run([`--limit=${limit}`]);
  }
  expect((await asked.report()).stopped).toBeNull();
  const { quota: _, dateHeader: __, ...answers } = await asked.answers();
  expect(await straightAnswers).toMatchObject(answers);
});

test("a platform's clock that is off is known to the next run from the first call on", async () => {
  asked.sandbox.setFaults({ clockOffsetSeconds: 3_600 });
  // In the midst of the calls that are wrong on purpose, after the one with an old timestamp.
  let wrongSigns = 0;
  asked.fetch = async (url, call) => {
    const sent = String(call?.body);
    // The whole of it: a right one may well begin with three zeros.
    if (sent.includes(`app_key=${APP.appKey}`) && sent.includes(`sign=${'0'.repeat(32)}`))
      wrongSigns += 1;
    if (wrongSigns === 2) throw new TypeError('fetch failed');
    return own(url, call);
  };
  await asked.run();
  expect((await asked.report()).calls.at(-1)?.step).toBe('checkOrder.8');
  asked.fetch = own;
  await asked.run();
  const { checkOrder } = await asked.answers();
  expect(checkOrder).toBe((await straightAnswers).checkOrder);
});

test('a clock of ours that was set back makes nobody wait for it', async () => {
  await asked.run(['--limit=20']);
  asked.now -= DAY;
  const before = asked.now;
  await asked.run(['--limit=40']);
  expect(asked.now - before).toBeLessThanOrEqual(20_000);
});

test("a clock that is off is learned from the platform's answer", async () => {
  asked.sandbox.setFaults({ clockOffsetSeconds: 3_600 });
  expect(await asked.run()).toBe(true);
  expect(await asked.answers()).toMatchObject({ repeatedSign: 'refused', dateHeader: 'always' });
});
