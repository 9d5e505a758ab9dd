import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { save, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { chainApp, putAccount, startTestRelay } from '../testing/testRelay.ts';
import { createRelay } from './createRelay.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const told = (head: string, body: string) =>
  `HTTP/1.1 ${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

const accepted = (id: string) =>
  told(
    '200 OK',
    `{"alibaba_alsc_crm_open_customer_save_response":{"result":{"biz_success":true,"result":"${id}","result_code":"0"},"request_id":"trace-${id}"}}`,
  );

/**
 * A gateway that says `first` to the first call, and what became of it behind that, on the same connection. `isReady`: settles once
 * it may.
 */
async function gateway(first: string, isReady: Promise<unknown> = Promise.resolve()) {
  let calls = 0;
  const owed = new Map<Socket, string>();
  const server = createServer((socket) => {
    ends.push(() => socket.destroy());
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (part) => {
      text += part.toString('latin1');
      const id = /%22request_id%22%3A%22(\w+)%22/.exec(text)?.[1];
      if (id === undefined) return;
      text = '';
      calls += 1;
      if (calls === 1) {
        owed.set(socket, accepted(id));
        void isReady.then(() => socket.write(first));
      } else {
        socket.write(owed.get(socket) ?? accepted(id));
        owed.delete(socket);
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => server.close());
  const { port } = server.address() as { port: number };
  return { platformUrl: `http://127.0.0.1:${port}/router/rest`, calls: () => calls };
}

const PAGE = '<html>the server behind takes too long</html>';

const FIRSTS = [
  ['a page and 502', told('502 Bad Gateway', PAGE)],
  ['a page and 200', told('200 OK', PAGE)],
  ['other JSON', told('200 OK', '{"error":"timeout"}')],
  ['nothing', told('200 OK', '')],
  ['what is packed', told('200 OK\r\nContent-Encoding: gzip', PAGE)],
  ['a redirect', told('302 Found\r\nLocation: /', '')],
  ['an error of the API under 500', told('500 x', '{"error_response":{"code":15}}')],
] as const;

const SAYS_NOTHING = [
  '{"error_response":{"code":51,"msg":"Remote service timeout","request_id":"t"}}',
  '{"error_response":{"code":15,"sub_code":"isp.remote-service-timeout","request_id":"t"}}',
  '{"error_response":{"code":50,"msg":"Remote service error","request_id":"t"}}',
  '{"error_response":{"code":31,"sub_code":"isv.request-replay-error","request_id":"t"}}',
  '{"alibaba_alsc_crm_open_customer_save_response":{"request_id":"t"}}',
] as const;

describe('a gateway that gives up on a call, and gives its answer later all the same', () => {
  it.each(FIRSTS)('gives it to no other till (first comes %s)', async (_, first) => {
    const { platformUrl } = await gateway(first);
    const relay = await startTestRelay({ platformUrl, tills: [testApp] });
    ends.push(() => relay.end());
    expect((await save(relay.url, testFields({ request_id: 'one' }))).status).toBe(502);
    const { text } = await save(relay.url, testFields({ request_id: 'another' }));
    expect(text).toContain('"result":"another"');
  });

  it.each(FIRSTS)(
    'nor to one that has waited for a place meanwhile (first comes %s)',
    async (_, first) => {
      const waits = Promise.withResolvers<void>();
      const { platformUrl, calls } = await gateway(first, waits.promise);
      const { state, keys, end } = await startTestRelay({ platformUrl, tills: [testApp] });
      ends.push(end);
      const admit = state.admit.bind(state);
      let asked = 0;
      state.admit = (request) => {
        asked += 1;
        return admit(request);
      };
      const platform = { url: platformUrl, connections: 1, placePatience: 10_000 };
      const relay = await createRelay({ platform, state, keys });
      ends.push(() => relay.close());
      const one = save(relay.url, testFields({ request_id: 'one' }));
      await expect.poll(calls).toBe(1);
      const another = save(relay.url, testFields({ request_id: 'another' }));
      await expect.poll(() => asked).toBe(2);
      await sleep(50);
      waits.resolve();
      expect((await one).status).toBe(502);
      expect((await another).text).toContain('"result":"another"');
    },
  );

  it.each(SAYS_NOTHING)('nor where it gives up in the API’s own words: %s', async (error) => {
    const { platformUrl } = await gateway(told('200 OK', error));
    const relay = await startTestRelay({ platformUrl, tills: [testApp] });
    ends.push(() => relay.end());
    expect((await save(relay.url, testFields({ request_id: 'one' }))).text).toBe(error);
    const { text } = await save(relay.url, testFields({ request_id: 'another' }));
    expect(text).toContain('"result":"another"');
  });
});

const SEEN_BEFORE = '"code":31,"sub_code":"isv.request-replay-error"';

const error = (codes: string, trace: string) =>
  told('200 OK', `{"error_response":{${codes},"request_id":"trace-${trace}"}}`);

/**
 * What stands before the platform sends each call twice, and says what both are answered: the second time the sign was there before.
 * `first`: what the first call is refused with, in codes of the API, each time.
 */
async function doubling(first: string | null = null) {
  let refused = first === null ? null : [1, 2].map((time) => error(first, `${time}`));
  const server = createServer((socket) => {
    ends.push(() => socket.destroy());
    const owed: string[] = [];
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (part) => {
      text += part.toString('latin1');
      const id = /%22request_id%22%3A%22(\w+)%22/.exec(text)?.[1];
      if (id === undefined) return;
      text = '';
      owed.push(...(refused ?? [accepted(id), error(SEEN_BEFORE, `copy-of-${id}`)]));
      refused = null;
      socket.write(owed.shift() ?? '');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => server.close());
  const { port } = server.address() as { port: number };
  return `http://127.0.0.1:${port}/router/rest`;
}

describe('something on the way to the platform that sends each call twice, and passes on both answers', () => {
  /** What five calls, one behind the other, are told: a customer or a code. */
  async function told(url: string): Promise<(string | undefined)[]> {
    const said = [];
    for (const id of ['one', 'two', 'three', 'four', 'five']) {
      const { text } = await save(url, testFields({ request_id: id }));
      said.push(/"(?:result|code)":"?(\w+)/.exec(text)?.[1]);
    }
    return said;
  }

  it.each([
    [null, ['one', '31', 'three', '31', 'five']],
    ['"code":31,"sub_code":"isv.timestamp-limit-error"', ['31', 'two', '31', 'four', '31']],
    ['"code":27', ['27', 'two', '31', 'four', '31']],
  ])('has no till told what became of another’s save (refused is %s)', async (first, heard) => {
    const relay = await startTestRelay({ platformUrl: await doubling(first), tills: [testApp] });
    ends.push(() => relay.end());
    expect(await told(relay.url)).toEqual(heard);
  });

  it('nor that nothing has left, where the chain’s other secret was taken', async () => {
    const platformUrl = await doubling('"code":25');
    const relay = await startTestRelay({ platformUrl, tills: [testApp] });
    ends.push(() => relay.end());
    await putAccount(relay.state, relay.keys, ['a-secret-that-is-none', chainApp.appSecret]);
    expect(await told(relay.url)).toEqual(['one', '31', 'three', '31', 'five']);
  });
});

/** A gateway that says to each call, by its id and its number, what it is given for it. */
async function saying(answer: (id: string, call: number) => string): Promise<string> {
  let calls = 0;
  const server = createServer((socket) => {
    ends.push(() => socket.destroy());
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (part) => {
      text += part.toString('latin1');
      const id = /%22request_id%22%3A%22(\w+)%22/.exec(text)?.[1];
      if (id === undefined) return;
      text = '';
      calls += 1;
      socket.write(answer(id, calls));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => server.close());
  const { port } = server.address() as { port: number };
  return `http://127.0.0.1:${port}/router/rest`;
}

describe('something on the way to the platform that keeps an acceptance, and says it to other calls', () => {
  const inXml = (id: string) =>
    told(
      '200 OK',
      `<alibaba_alsc_crm_open_customer_save_response><result><biz_success>true</biz_success><result>${id}</result></result><request_id>trace-${id}</request_id></alibaba_alsc_crm_open_customer_save_response>`,
    );

  /** What five calls, one behind the other, are told: a customer or a status. */
  async function heardOf(platformUrl: string, format: string): Promise<(string | number)[]> {
    const relay = await startTestRelay({ platformUrl, tills: [testApp] });
    ends.push(() => relay.end());
    const said = [];
    for (const id of ['one', 'two', 'three', 'four', 'five']) {
      const { status, text } = await save(relay.url, testFields({ request_id: id }), { format });
      said.push(/result[">:]+(\w+)/.exec(text)?.[1] ?? status);
    }
    return said;
  }

  it.each([
    ['json', accepted],
    ['xml', inXml],
  ])(
    'has no other till’s save counted as accepted by it, however often it does so (%s)',
    async (format, answer) => {
      const platformUrl = await saying((id) => answer(id === 'five' ? id : 'one'));
      expect(await heardOf(platformUrl, format)).toEqual(['one', 502, 502, 502, 'five']);
    },
  );

  it('is told from a platform that names all its calls alike, and says so anew each time', async () => {
    const dated = (call: number) => `Date: ${new Date(Date.now() + call * 1_000).toUTCString()}`;
    const platformUrl = await saying((_id, call) =>
      accepted('all').replace('\r\n', `\r\n${dated(call)}\r\n`),
    );
    expect(await heardOf(platformUrl, 'json')).toEqual(['all', 502, 'all', 'all', 'all']);
  });
});
