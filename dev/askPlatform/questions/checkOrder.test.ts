import { afterEach, beforeEach, expect, test } from 'vitest';
import { AskedSandbox } from '../testing/askedSandbox.ts';

let asked: AskedSandbox;
beforeEach(async () => {
  asked = await AskedSandbox.start();
});
afterEach(() => asked.close());

const BROKEN = '&remark=%FF';
const own = globalThis.fetch;

async function order(): Promise<{ answer: string; says: string }> {
  await asked.run();
  const { findings } = await asked.report();
  const { answer = '', says = '' } = findings.find(({ id }) => id === 'checkOrder') ?? {};
  return { answer, says };
}

test('a page of a server in front is told as such', async () => {
  asked.fetch = async (url, call) =>
    call?.method === 'PUT' ? new Response('<html>', { status: 405 }) : own(url, call);
  const { answer, says } = await order();
  expect(answer).toMatch(/^verb > encoding > method > .* > argument$/);
  expect(says).toContain('The verb is refused by a page (HTTP 405).');
});

test('what the platform does not check is told as such', async () => {
  asked.fetch = (url, call) =>
    own(url, { ...call, method: 'POST', body: String(call?.body).replace(BROKEN, '') });
  const { answer, says } = await order();
  expect(answer).toMatch(/^method > .* > sign > argument$/);
  expect(says).toContain('After the argument, or not at all: verb, encoding, session.');
});

test('a broken byte that only spoils the sign is not taken for a check of its own', async () => {
  asked.fetch = async (url, call) => {
    const body = String(call?.body);
    const response = await own(url, { ...call, body: body.replace(BROKEN, '') });
    const text = await response.text();
    const isSpoilt = body.includes(BROKEN) && text.includes('isv.missing-parameter');
    return isSpoilt
      ? Response.json({ error_response: { code: 25, msg: 'Invalid Signature' } })
      : new Response(text, response);
  };
  const { answer, says } = await order();
  expect(answer).toMatch(/^verb > method > .* > sign > argument$/);
  expect(says).toContain('The broken encoding is told as a wrong sign.');
});

test('an answer that fits no check ends the question, with what was found so far', async () => {
  asked.fetch = async (url, call) => {
    const isOld = String(call?.body).includes('v=9.9');
    const response = await own(url, call);
    const text = await response.text();
    return isOld && text.includes('"code":34')
      ? Response.json({ error_response: { code: 900, msg: 'x' } })
      : new Response(text, response);
  };
  const { says } = await order();
  expect(says).toContain('cannot be read: error 900. First come: verb, encoding, method, format.');
});
