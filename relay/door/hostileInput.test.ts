import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import {
  readAnswer,
  save,
  signedParams,
  testApp,
  testFields,
} from '../../sandbox/testing/testCalls.ts';
import { chainApp, startTestRelay } from '../testing/testRelay.ts';

const sandbox = await createSandbox(chainApp);
const relay = await startTestRelay({ platformUrl: sandbox.url, tills: [testApp] });
afterAll(async () => {
  await relay.end();
  await sandbox.close();
});
beforeEach(() => sandbox.reset());

/** Writes bytes to the door, and reads until it closes the connection or `waits` ms are over. */
async function raw(parts: readonly (string | Buffer)[], waits = 400, between = 0): Promise<string> {
  const socket = connect(relay.port, '127.0.0.1');
  let heard = '';
  socket.on('data', (part) => {
    heard += part.toString('latin1');
  });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  for (const part of parts) {
    if (!socket.destroyed) socket.write(part);
    if (between > 0) await sleep(between);
  }
  await Promise.race([once(socket, 'close'), sleep(waits)]);
  socket.destroy();
  return heard;
}

const statuses = (heard: string): string[] => heard.match(/HTTP\/1\.1 \d+/g) ?? [];

const form = () => new URLSearchParams(signedParams(testFields())).toString();

const FORM = 'Content-Type: application/x-www-form-urlencoded\r\n';

const head = (more: string) => `POST /router/rest HTTP/1.1\r\nHost: relay\r\n${FORM}${more}\r\n`;

const call = (body: string, more = '') =>
  `${head(`Content-Length: ${body.length}\r\n${more}`)}${body}`;

const post = (body: BodyInit, type?: string) =>
  fetch(relay.url, {
    method: 'POST',
    body,
    ...(type === undefined ? {} : { headers: { 'content-type': type } }),
    ...(body instanceof ReadableStream ? { duplex: 'half' as const } : {}),
  });

/** A call that comes after all that, by itself, is served. */
async function isWell(): Promise<void> {
  sandbox.reset();
  expect((await save(relay.url, testFields())).customerId).toBeDefined();
}

const forwarded = () => sandbox.requests().length;

describe('how long something may be', () => {
  const long = 'z'.repeat(70_000);

  it('a body of up to 64 KiB is read; a longer one is 413 and goes nowhere, whatever says how long it is', async () => {
    const type = 'application/x-www-form-urlencoded';
    const fits = 'z'.repeat(64 * 1024 - form().length - 3);
    expect((await readAnswer(await post(`${form()}&x=${fits}`, type))).code).toBe(25);
    expect((await post(`${form()}&x=${long}`, type)).status).toBe(413);
    const streamed = new Blob([`${form()}&x=${long}`]).stream();
    expect((await post(streamed, type)).status).toBe(413);
    const multipart = new FormData();
    for (const [name, value] of Object.entries(signedParams(testFields())))
      multipart.append(name, value);
    multipart.append('x', long);
    expect((await post(multipart)).status).toBe(413);
    expect((await post(`{"x":"${long}"}`, 'application/json')).status).toBe(413);
    expect(forwarded()).toBe(0);
    await isWell();
  });

  it('a head of more than 16 KiB, in the query or in headers, is 431', async () => {
    const inQuery = `POST /router/rest?x=${'a'.repeat(20_000)} HTTP/1.1\r\nHost: relay\r\n\r\n`;
    expect(statuses(await raw([inQuery]))).toEqual(['HTTP/1.1 431']);
    const inHeaders = call(form(), `X: ${'a'.repeat(20_000)}\r\n`);
    expect(statuses(await raw([inHeaders]))).toEqual(['HTTP/1.1 431']);
    const many = Array.from({ length: 3_000 }, (_, index) => `x${index}: y\r\n`).join('');
    expect(statuses(await raw([call(form(), many)]))).toEqual(['HTTP/1.1 431']);
    expect(forwarded()).toBe(0);
    await isWell();
  });

  it('ten thousand parameters are 413, and a hundred are read like any others', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, one) => `${one}=`).join('&');
    const type = 'application/x-www-form-urlencoded';
    expect((await post(`${form()}&${many(9_000)}`, type)).status).toBe(413);
    expect((await readAnswer(await post(`${form()}&${many(100)}`, type))).code).toBe(25);
    expect(forwarded()).toBe(0);
    await isWell();
  });
});

describe('what the HTTP is', () => {
  it.each<[string, () => string]>([
    ['two lengths', () => head(`Content-Length: 5\r\nContent-Length: 6\r\n`)],
    [
      'a length and chunks',
      () => `${head('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n')}0\r\n\r\n`,
    ],
    [
      'chunks and a length',
      () => `${head('Transfer-Encoding: chunked\r\nContent-Length: 5\r\n')}0\r\n\r\n`,
    ],
    [
      'chunks by a name that is not quite it',
      () => `${head('Transfer-Encoding: xchunked\r\n')}0\r\n\r\n`,
    ],
    ['a blank before the colon', () => `${head('Content-Length : 5\r\n')}hello`],
    ['a length with a sign', () => `${head('Content-Length: +5\r\n')}hello`],
    ['a bare line feed', () => `POST /router/rest HTTP/1.1\nHost: relay\nContent-Length: 0\n\n`],
    ['a chunk whose length is none', () => `${head('Transfer-Encoding: chunked\r\n')}zz\r\n\r\n`],
    ['a null byte in a header', () => head('X: a\0b\r\n')],
    ['not HTTP at all', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ])(
    'that can be read in two ways (%s) is refused as a whole, and the connection ends',
    async (_, text) => {
      const heard = await raw([text(), call(form())]);
      expect(statuses(heard)).toEqual(['HTTP/1.1 400']);
      expect(heard).toMatch(/connection: close/i);
      expect(forwarded()).toBe(0);
      await isWell();
    },
  );

  it('a call that does not say for whom it is is refused', async () => {
    const heard = await raw([call(form()).replace('Host: relay\r\n', '')]);
    expect(statuses(heard)).toEqual(['HTTP/1.1 400']);
    expect(forwarded()).toBe(0);
  });

  it('a call that hides in the body of another is no call', async () => {
    const hidden = call(form());
    const body = `x=1&y=${hidden}`;
    const heard = await raw([call(body)]);
    expect(statuses(heard)).toEqual(['HTTP/1.1 200']);
    expect(forwarded()).toBe(0);
  });

  it('calls one behind the other on a connection are each answered in their turn, once', async () => {
    const bodies = [form(), form(), form()];
    const heard = await raw([bodies.map((body) => call(body)).join('')]);
    expect(statuses(heard)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 200']);
    expect(sandbox.ledger().effects).toHaveLength(3);
  });

  it('a call that comes in pieces of a byte is read as one', async () => {
    const heard = await raw([...call(form())]);
    expect(statuses(heard)).toEqual(['HTTP/1.1 200']);
    expect(forwarded()).toBe(1);
  });

  it('a body that says it is packed is not unpacked', async () => {
    const body = form();
    const heard = await raw([call(body, 'Content-Encoding: gzip\r\n')]);
    expect(statuses(heard)).toHaveLength(1);
    expect(forwarded()).toBeLessThanOrEqual(1);
  });

  it.each([
    '/',
    '/router',
    '/router/rest/',
    '/router//rest',
    '/ROUTER/REST',
    '/router/rest/../rest',
    '/%72outer/rest2',
    '/__control/ledger',
  ])('no other address leads to the platform: %s', async (path) => {
    const heard = await raw([call(form()).replace('/router/rest', path)]);
    expect(statuses(heard)).toEqual(['HTTP/1.1 404']);
    expect(forwarded()).toBe(0);
  });

  it.each(['TRACE', 'CONNECT', 'OPTIONS', 'HEAD'])('the verb %s registers nobody', async (verb) => {
    await raw([call(form()).replace('POST', verb)]);
    expect(forwarded()).toBe(0);
    await isWell();
  });
});

describe('what a form is', () => {
  const encoded = (params: Record<string, string>) => new URLSearchParams(params).toString();
  const type = 'application/x-www-form-urlencoded';

  it.each<[string, string]>([
    ['a byte that starts nothing', '&x=%FF'],
    ['an overlong form', '&x=%C0%AF'],
    ['half an escape', '&x=%E'],
    ['a lone surrogate', '&x=%ED%A0%80'],
  ])('text that is not UTF-8 is 47: %s', async (_, tail) => {
    expect((await readAnswer(await post(form() + tail, type))).code).toBe(47);
    expect(forwarded()).toBe(0);
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'a parameter that is called %s is one like any other, and part of what is signed',
    async (name) => {
      expect((await save(relay.url, testFields(), { [name]: 'x' })).customerId).toBeDefined();
      const unsigned = `${form()}&${name}=x`;
      expect((await readAnswer(await post(unsigned, type))).code).toBe(25);
    },
  );

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'tillside.till.report\0'])(
    'a method that is called %s is one that does not exist',
    async (method) => {
      const answer = await save(relay.url, testFields(), { method });
      expect([answer.code, answer.subCode]).toEqual([22, 'isv.invalid-method']);
    },
  );

  it.each(['__proto__', 'constructor', 'toString', '', ' ', '*', 'x'.repeat(10_000)])(
    'a key that is called %s is nobody’s',
    async (appKey) => {
      const answer = await save(relay.url, testFields(), { app_key: appKey });
      expect([28, 29]).toContain(answer.code);
      expect(forwarded()).toBe(0);
    },
  );

  it('of a parameter that is there twice one is signed and forwarded, and no other', async () => {
    const own = signedParams(testFields());
    const other = JSON.stringify(testFields({ shop_id: 'another' }));
    const [first, second] = [own.param_customer_save_open_req ?? '', other];
    const argument = encoded({ param_customer_save_open_req: second });
    expect(first).not.toBe(second);
    // In front of it: the later one counts, which is what was signed.
    await post(`${argument}&${encoded(own)}`, type);
    expect(sandbox.ledger().effects.map(({ body }) => body)).toEqual([first]);
    // Behind it, and in the query: then the sign is of another text.
    expect((await readAnswer(await post(`${encoded(own)}&${argument}`, type))).code).toBe(25);
    const query = await fetch(`${relay.url}?${argument}`, {
      method: 'POST',
      body: new URLSearchParams(own),
    });
    expect((await readAnswer(query)).code).toBe(25);
    expect(sandbox.ledger().effects).toHaveLength(1);
  });

  it('what the platform has no name for is not handed on, nor what a till says of key, session and sign', async () => {
    const extra = { session: 'of the till', target_app_key: 'x', sign_method: 'md5', x: 'y' };
    expect((await save(relay.url, testFields(), extra)).customerId).toBeDefined();
    expect(JSON.stringify(sandbox.requests())).not.toContain('of the till');
  });
});

describe('what a header is', () => {
  it.each(['counter', 'backlog;waiting=3', 'counter;waiting=999999999'])(
    'Tillside-Call: %s is understood, and every answer says when the next is welcome',
    async (said) => {
      const body = new URLSearchParams(signedParams(testFields()));
      const response = await fetch(relay.url, {
        method: 'POST',
        body,
        headers: { 'tillside-call': said },
      });
      expect(response.headers.get('tillside-next')).toMatch(/^\d+(\.\d+)?$/);
    },
  );

  it.each([
    '',
    'COUNTER',
    'counter;waiting=-1',
    'backlog;waiting=1e9',
    'report',
    'x'.repeat(5_000),
  ])('anything else in it is what a foreign client says: %s', async (said) => {
    const body = new URLSearchParams(signedParams(testFields()));
    const response = await fetch(relay.url, {
      method: 'POST',
      body,
      headers: { 'tillside-call': said },
    });
    expect((await readAnswer(response)).customerId).toBeDefined();
  });
});
