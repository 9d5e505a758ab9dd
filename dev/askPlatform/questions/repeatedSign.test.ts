import { afterEach, beforeEach, expect, test } from 'vitest';
import { AskedSandbox } from '../testing/askedSandbox.ts';

let asked: AskedSandbox;
beforeEach(async () => {
  asked = await AskedSandbox.start();
});
afterEach(() => asked.close());

const own = globalThis.fetch;
const answer = async () => (await asked.answers()).repeatedSign;

test.each([
  [1, 'refuse', 'open', 'refused'],
  // The call without a member has shown it already.
  [2, 'refuse', 'refused', 'refused'],
  [1, 'allow', 'open', 'allowed'],
  [2, 'allow', 'open', 'allowed'],
] as const)(
  'an interruption before repetition %i where signs are to %s: the next run sends both anew, since the sign has grown old',
  async (repetition, repeatedSign, interrupted, complete) => {
    asked.sandbox.setFaults({ temperament: { repeatedSign } });
    const seen = new Set<string>();
    let repeated = 0;
    asked.fetch = (url, call) => {
      const body = String(call?.body);
      if (seen.has(body)) repeated += 1;
      seen.add(body);
      return repeated === repetition
        ? Promise.reject(new TypeError('fetch failed'))
        : own(url, call);
    };
    expect(await asked.run()).toBe(false);
    expect(await answer()).toBe(interrupted);
    asked.fetch = own;
    asked.now += 86_400_000;
    expect(await asked.run()).toBe(true);
    expect(await answer()).toBe(complete);
    const { calls } = await asked.report();
    expect(
      calls.find(({ step, isFinal }) => step === 'repeatedSign.saveAgain' && isFinal),
    ).toBeDefined();
  },
);

test.each([
  [
    '31 without a sub code',
    (text: string) => text.replace('"sub_code":"isv.request-replay-error",', ''),
  ],
  ['another code', (text: string) => text.replace('"code":31', '"code":15')],
])('a replay is known by code or by sub code: %s', async (_, change) => {
  asked.fetch = async (url, call) => {
    const response = await own(url, call);
    const text = await response.text();
    return new Response(text.includes('replay-error') ? change(text) : text, response);
  };
  await asked.run();
  expect(await answer()).toBe('refused');
});

test('a replay that is refused only after a save is told as such', async () => {
  asked.fetch = async (url, call) => {
    const response = await own(url, call);
    const text = await response.text();
    const hasMember = String(call?.body).includes('param_customer_save_open_req');
    const isReplay = text.includes('replay-error') && !hasMember;
    return isReplay
      ? Response.json({ error_response: { code: 40, sub_code: 'isv.missing-parameter' } })
      : new Response(text, response);
  };
  await asked.run();
  expect(await answer()).toBe('refused after a save');
});
