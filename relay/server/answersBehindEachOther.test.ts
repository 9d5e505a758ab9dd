import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { save, testApp, testFields } from '../../sandbox/testing/testCalls.ts';
import { startTestRelay } from '../testing/testRelay.ts';

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

/** A gateway that says `first` to the first call, and what became of it behind that, on the same connection. */
async function gateway(first: string) {
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
        socket.write(first);
      } else {
        socket.write(owed.get(socket) ?? accepted(id));
        owed.delete(socket);
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/router/rest`;
}

const PAGE = '<html>the server behind takes too long</html>';

describe('a gateway that gives up on a call, and gives its answer later all the same', () => {
  it.each([
    ['a page and 502', told('502 Bad Gateway', PAGE)],
    ['a page and 200', told('200 OK', PAGE)],
    ['other JSON', told('200 OK', '{"error":"timeout"}')],
    ['nothing', told('200 OK', '')],
    ['what is packed', told('200 OK\r\nContent-Encoding: gzip', PAGE)],
    ['a redirect', told('302 Found\r\nLocation: /', '')],
    ['an error of the API under 500', told('500 x', '{"error_response":{"code":15}}')],
  ])('gives it to no other till (first comes %s)', async (_, first) => {
    const platformUrl = await gateway(first);
    const relay = await startTestRelay({ platformUrl, tills: [testApp] });
    ends.push(() => relay.end());
    expect((await save(relay.url, testFields({ request_id: 'one' }))).status).toBe(502);
    const { text } = await save(relay.url, testFields({ request_id: 'another' }));
    expect(text).toContain('"result":"another"');
  });
});
