import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { save, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { startTestRelay } from '../testing/testRelay.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const START = Date.now();

/** Somebody on the way to the platform: `says` what the call of this number (from 0) and id is answered, and when (s). */
async function onTheWay(says: (call: number, id: string) => { trace: string; at: number }) {
  let calls = 0;
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', () => {
      const id = /%22request_id%22%3A%22(\w+)%22/.exec(text)?.[1] ?? '';
      const { trace, at } = says(calls, id);
      calls += 1;
      response.setHeader('date', new Date(START + at * 1_000).toUTCString());
      const result = { biz_success: true, result: 'true', result_code: '0' };
      const root = { result, request_id: trace };
      response.end(JSON.stringify({ alibaba_alsc_crm_open_customer_save_response: root }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => server.close());
  const { port } = server.address() as { port: number };
  const relay = await startTestRelay({
    platformUrl: `http://127.0.0.1:${port}/router/rest`,
    tills: [testApp],
  });
  ends.push(() => relay.end());
  return async (id: string) => {
    const { status, text } = await save(relay.url, testFields({ request_id: id }));
    return text.includes('"biz_success":true') ? 'accepted' : status;
  };
}

describe('an acceptance that somebody on the way has kept', () => {
  it('accepts nobody else, however often it is said, and whichever calls are answered between', async () => {
    const call = await onTheWay((count, id) =>
      [0, 1, 2, 3, 5].includes(count) ? { trace: 'kept', at: 0 } : { trace: id, at: count },
    );
    expect(await call('one')).toBe('accepted');
    expect(await call('another')).toBe(502);
    expect(await call('another')).toBe(502);
    expect(await call('third')).toBe(502);
    expect(await call('another')).toBe('accepted');
    expect(await call('third')).toBe(502);
    expect(await call('third')).toBe('accepted');
  });

  it('is one all the same for the save that it is of', async () => {
    const call = await onTheWay(() => ({ trace: 'kept', at: 0 }));
    expect(await call('one')).toBe('accepted');
    expect(await call('another')).toBe(502);
    expect(await call('one')).toBe('accepted');
  });

  it('is told from those of a platform that names all its calls alike: there each one is dated anew', async () => {
    const call = await onTheWay((count) => ({ trace: 'alike', at: count }));
    expect(await call('one')).toBe('accepted');
    expect(await call('another')).toBe(502);
    expect(await call('another')).toBe('accepted');
    expect(await call('third')).toBe('accepted');
  });
});
