import { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { expect, test, vi } from 'vitest';
import { apiTill, sendBytes } from '../../testing/tills/apiTill.ts';

type Till = Awaited<ReturnType<typeof apiTill>>;

const callOf = (till: Till, headers: string[] = []) =>
  ['GET /v1/health HTTP/1.1', `Host: 127.0.0.1:${till.server.port}`, ...headers, '', ''].join(
    '\r\n',
  );

const answersIn = (heard: string) => heard.match(/HTTP\/1\.1 \d+/g) ?? [];

/** How many calls were looked at, and refused. */
async function refusedBy(till: Till): Promise<number> {
  const { body } = await till.call('/v1/metrics');
  const counts = String(body).matchAll(/operation="refused",status="\d+"\} (\d+)/g);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

test('of a thousand calls in one piece the first one that shows no token is the last that is looked at', async () => {
  const till = await apiTill();
  const heard = await sendBytes(till.server.port, callOf(till).repeat(1_000));
  expect(answersIn(heard)).toEqual(['HTTP/1.1 401']);
  expect(await refusedBy(till)).toBe(1);
});

test('a crowd that is told late sends nothing meanwhile that is looked at', async () => {
  const till = await apiTill();
  for (let count = 0; count < 50; count += 1) await sendBytes(till.server.port, callOf(till));
  const heard = await sendBytes(till.server.port, callOf(till).repeat(1_000));
  expect(answersIn(heard)).toEqual(['HTTP/1.1 429']);
  expect(await refusedBy(till)).toBe(51);
});

test('of a body in ten thousand parts none is handed over where the head shows no token', async () => {
  const till = await apiTill();
  const push = vi.spyOn(IncomingMessage.prototype, 'push');
  const head = callOf(till, ['Transfer-Encoding: chunked']);
  const heard = await sendBytes(till.server.port, head + '1\r\nx\r\n'.repeat(10_000));
  expect(answersIn(heard)).toEqual(['HTTP/1.1 401']);
  expect(push.mock.calls.filter(([part]) => part !== null)).toEqual([]);
});

test.each([
  ['of the length that was said', ['Content-Length: 11'], '{"a":"bbbb"}'],
  ['in parts', ['Transfer-Encoding: chunked'], '3\r\n{"a\r\n1\r\n"\r\n0\r\n\r\n'],
])(
  'whoever has an old token hears so also where the body, %s, comes later',
  async (_, headers, body) => {
    const till = await apiTill();
    const heard = await new Promise<string>((resolve) => {
      const socket = connect(till.server.port, '127.0.0.1', () =>
        socket.write(callOf(till, headers)),
      );
      let text = '';
      socket.on('data', (part) => {
        text += part;
        socket.write(body);
      });
      socket.on('error', () => undefined).on('close', () => resolve(text));
    });
    expect(answersIn(heard)).toEqual(['HTTP/1.1 401']);
    expect(heard).toContain('"token.wrong"');
    expect(till.errors).toEqual([]);
  },
);

test('behind a call without the token none with it is answered', async () => {
  const till = await apiTill();
  const known = callOf(till, [`Authorization: Bearer ${till.token}`]);
  const heard = await sendBytes(till.server.port, callOf(till) + known);
  expect(answersIn(heard)).toEqual(['HTTP/1.1 401']);
});

test('calls with the token that wait for no answer are all answered', async () => {
  const till = await apiTill();
  const known = callOf(till, [`Authorization: Bearer ${till.token}`]);
  const last = callOf(till, [`Authorization: Bearer ${till.token}`, 'Connection: close']);
  const heard = await sendBytes(till.server.port, known.repeat(9) + last);
  expect(answersIn(heard)).toEqual(Array(10).fill('HTTP/1.1 200'));
});
