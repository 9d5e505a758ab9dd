import { connect } from 'node:net';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../createSandbox.ts';
import {
  lostConnection,
  postOnce,
  save,
  signedParams,
  testApp,
  testFields,
} from '../testing/testCalls.ts';
import type { FaultAction } from './faultSchema.ts';

const sandbox = await createSandbox(testApp);
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

function once(action: FaultAction): void {
  sandbox.setFaults({ rules: [{ times: 1, action }] });
}

const effects = (): number => sandbox.ledger().effects.length;
const lastRequest = () => sandbox.requests().at(-1);

describe('a hanging request', () => {
  it.each([false, true])('never gets an answer; with its effect: %j', async (afterEffect) => {
    once({ type: 'hang', afterEffect });
    const body = new URLSearchParams(signedParams(testFields()));
    const leaving = new AbortController();
    const { signal } = leaving;
    const asked = fetch(sandbox.url, { method: 'POST', body, signal });
    const staysSilent = expect(asked).rejects.toThrow(/abort/);
    // However long it takes on its way there.
    await expect.poll(() => sandbox.requests().length).toBe(1);
    setTimeout(() => leaving.abort(), 150);
    await staysSilent;
    expect(effects()).toBe(afterEffect ? 1 : 0);
    expect(lastRequest()).toMatchObject({ faulted: 'hang', answer: { kind: 'none' } });
  });

  it('does not keep the sandbox from closing at once', async () => {
    const other = await createSandbox({
      ...testApp,
      faults: {
        rules: [
          { times: 1, action: { type: 'hang' } },
          { action: { type: 'slow', milliseconds: 600_000 } },
        ],
      },
    });
    const params = [signedParams(testFields()), signedParams(testFields())];
    const pending = params.map((each) => postOnce(other.url, each));
    while (other.requests().length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    // Ten minutes would outlast the test.
    await other.close();
    for (const told of await Promise.all(pending)) expect(told).toMatch(lostConnection);
  });
});

describe('an endless answer', () => {
  it.each([
    ['answer', false],
    ['page', true],
  ] as const)(
    'begins as %s and goes on until the client leaves; with its effect: %j',
    async (begins, afterEffect) => {
      once({ type: 'endless', begins, afterEffect });
      const body = new URLSearchParams(signedParams(testFields()));
      const response = await fetch(sandbox.url, { method: 'POST', body });
      let bytes = 0;
      let head = '';
      for await (const part of response.body ?? []) {
        head ||= Buffer.from(part).toString('latin1', 0, 50);
        bytes += part.length;
        // Leaving the loop ends the call.
        if (bytes > 1_000_000) break;
      }
      expect(bytes).toBeGreaterThan(1_000_000);
      expect(head.includes('alibaba_alsc_crm')).toBe(begins === 'answer');
      expect(effects()).toBe(afterEffect ? 1 : 0);
      expect(lastRequest()).toMatchObject({
        faulted: 'endless',
        answer: { kind: 'http', code: 200 },
      });
    },
  );
});

describe('a slow answer', () => {
  it('comes late, while its effect came at once', async () => {
    once({ type: 'slow', milliseconds: 400 });
    let answered = false;
    const pending = save(sandbox.url, testFields()).finally(() => {
      answered = true;
    });
    await expect.poll(effects, { interval: 5 }).toBe(1);
    expect(answered).toBe(false);
    expect((await pending).customerId).toBeDefined();
    expect(lastRequest()?.faulted).toBe('slow');
  });

  it('can have a late effect, which comes although the client has gone', async () => {
    once({ type: 'slow', milliseconds: 400, lateEffect: true });
    const body = new URLSearchParams(signedParams(testFields()));
    const signal = AbortSignal.timeout(50);
    await expect(fetch(sandbox.url, { method: 'POST', body, signal })).rejects.toThrow();
    expect(effects()).toBe(0);
    await expect.poll(effects, { interval: 5 }).toBe(1);
  });

  it('has no late effect any more once the sandbox is closed', async () => {
    const other = await createSandbox(testApp);
    other.setFaults({ rules: [{ action: { type: 'slow', milliseconds: 80, lateEffect: true } }] });
    const pending = postOnce(other.url, signedParams(testFields()));
    await expect.poll(() => other.requests().length, { interval: 5 }).toBe(1);
    await other.close();
    expect(await pending).toMatch(lostConnection);
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(other.ledger().effects).toEqual([]);
  });

  it('can end in another fault', async () => {
    // biome-ignore lint/suspicious/noThenProperty: the script's own word, and nothing awaits it.
    once({ type: 'slow', milliseconds: 50, then: { type: 'http', status: 500 } });
    const start = performance.now();
    expect((await save(sandbox.url, testFields())).status).toBe(500);
    expect(performance.now() - start).toBeGreaterThan(45);
    expect(effects()).toBe(0);
  });
});

describe('an endless answer in other ways', () => {
  /** So many bytes as they come over the raw connection. */
  async function listen(action: FaultAction, bytes: number): Promise<string> {
    once(action);
    const body = new URLSearchParams(signedParams(testFields())).toString();
    const socket = connect(sandbox.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `POST /router/rest HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n` +
        `content-type: application/x-www-form-urlencoded\r\n\r\n${body}`,
    );
    let heard = '';
    for await (const part of socket) {
      heard += Buffer.from(part).toString('latin1');
      if (heard.length >= bytes) break;
    }
    socket.destroy();
    return heard;
  }

  it('has a head without an end', async () => {
    const heard = await listen({ type: 'endless', begins: 'head', afterEffect: true }, 1_000_000);
    expect(heard).not.toContain('\r\n\r\n');
    expect(heard.startsWith('HTTP/1.1 200 OK\r\nx-filler: ')).toBe(true);
    expect(effects()).toBe(1);
  });

  it('comes in drips, and goes on coming', async () => {
    const heard = await listen({ type: 'endless', begins: 'answer', by: 'trickle' }, 300);
    const [, body = ''] = heard.split('\r\n\r\n');
    expect(body).toContain('alibaba_alsc_crm');
    expect(body).toContain('\r\n1\r\n \r\n1\r\n ');
    expect(effects()).toBe(0);
  });

  it('is packed so that little becomes much', async () => {
    once({ type: 'endless', begins: 'page', by: 'packed' });
    const body = new URLSearchParams(signedParams(testFields()));
    const response = await fetch(sandbox.url, { method: 'POST', body });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    let bytes = 0;
    for await (const part of response.body ?? []) {
      bytes += part.length;
      if (bytes > 1_000_000) break;
    }
    expect(bytes).toBeGreaterThan(1_000_000);
  });
});
