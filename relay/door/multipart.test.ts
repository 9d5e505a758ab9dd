import { once } from 'node:events';
import { connect } from 'node:net';
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
const relay = await startTestRelay({
  platformUrl: sandbox.url,
  tills: [testApp],
  slowest: { head: 400, request: 900 },
});
afterAll(async () => {
  await relay.end();
  await sandbox.close();
});
beforeEach(() => sandbox.reset());

const HEADERS = { 'content-type': 'multipart/form-data; boundary=b' };

const part = (name: string, value: string, more = '') =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n${more}\r\n${value}\r\n`;

const call = (more = '', params: Record<string, string> = signedParams(testFields())) =>
  `${Object.entries(params)
    .map(([name, value]) => part(name, value))
    .join('')}${more}--b--\r\n`;

const post = (body: string, headers: Record<string, string> = HEADERS) =>
  fetch(relay.url, { method: 'POST', headers, body });

const CALL_PARTS = Object.keys(signedParams(testFields())).length;

const empty = (count: number) => part('x', '').repeat(count);

describe('a multipart body', () => {
  it('of a call is read, and of a hundred parts more the sign is not right', async () => {
    expect((await readAnswer(await post(call()))).customerId).toBeDefined();
    expect((await readAnswer(await post(call(part('x', 'y').repeat(100))))).code).toBe(25);
    expect((await readAnswer(await post(call(empty(256 - CALL_PARTS))))).code).toBe(25);
  });

  it.each<[string, string]>([
    ['a field each', empty(257 - CALL_PARTS)],
    [
      'a file each',
      `--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n\r\n`.repeat(257),
    ],
    ['nothing but a blank line each', '--b\r\n\r\n\r\n'.repeat(5_000)],
    ['not even a head', '--b\r\n'.repeat(9_000)],
  ])('of more than 256 parts, %s, is 413 and not taken apart', async (_, junk) => {
    expect((await post(call(junk))).status).toBe(413);
    expect(sandbox.requests()).toEqual([]);
    expect((await save(relay.url, testFields())).customerId).toBeDefined();
  });

  it.each<[string, string]>([
    ['one long line', `X: ${'y'.repeat(3_000)}\r\n`],
    ['many short ones', 'X: y\r\n'.repeat(500)],
    ['a line that goes on and on', `X: y\r\n${' z\r\n'.repeat(700)}`],
  ])('with a part whose head is longer than 2 KiB (%s) is 413', async (_, lines) => {
    expect((await post(call(part('x', 'y', lines)))).status).toBe(413);
    expect((await post(part('x', 'y', lines) + call())).status).toBe(413);
    expect(sandbox.requests()).toEqual([]);
  });

  it('with a part whose head never ends is 413 where that is long, and else a form that is broken', async () => {
    const head = '--b\r\nContent-Disposition: form-data; name="x"\r\n';
    expect((await post(`${head}${'X: y\r\n'.repeat(1_000)}`)).status).toBe(413);
    expect((await readAnswer(await post(`${head}X: y`))).code).toBe(47);
  });

  it('that never comes to its end is given up, as any other', async () => {
    const socket = connect(relay.port, '127.0.0.1');
    let heard = '';
    socket
      .on('error', () => undefined)
      .on('data', (some) => {
        heard += some.toString('latin1');
      });
    socket.write(
      `POST /router/rest HTTP/1.1\r\nHost: relay\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000\r\n\r\n${part('x', 'y')}`,
    );
    await once(socket, 'close');
    expect(heard).toMatch(/^HTTP\/1\.1 408/);
    expect(sandbox.requests()).toEqual([]);
  });

  it('that its caller breaks off costs nothing but itself', async () => {
    const socket = connect(relay.port, '127.0.0.1');
    socket.write(
      `POST /router/rest HTTP/1.1\r\nHost: relay\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000\r\n\r\n${part('x', 'y')}`,
    );
    await once(socket, 'connect');
    socket.destroy();
    expect((await readAnswer(await post(call()))).customerId).toBeDefined();
  });

  it.each([
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'multipart/form-data; boundary=other',
    `multipart/form-data; boundary=${'b'.repeat(5_000)}`,
  ])('whose parts nobody can find (%#) has no parameters', async (type) => {
    const answer = await readAnswer(await post(call(), { 'content-type': type }));
    expect([21, 47]).toContain(answer.code);
    expect(sandbox.requests()).toEqual([]);
  });
});
