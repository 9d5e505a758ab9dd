import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { apiRegistration, apiTill } from '../../testing/tills/apiTill.ts';

/** As many as there may be at once. */
const PLACES = 32;

/** What the system has for this process waits so long (ms): a connection and a call are there together then. */
const TOGETHER_MS = 20;

function standStill(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TOGETHER_MS);
}

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

test('who is told that there are too many connections has nothing saved: what comes in the same moment is not looked at', async () => {
  const till = await apiTill();
  const { port } = till.server;
  /** A call whose connection has to go for another one just then: what it is told, and how much is saved by it. */
  const meetLast = async (round: number) => {
    const body = JSON.stringify(apiRegistration(`1380013800${round}`));
    const call = [
      'POST /v1/members HTTP/1.1',
      `Host: 127.0.0.1:${port}`,
      `Authorization: Bearer ${till.token}`,
      'Content-Type: application/json',
      `Idempotency-Key: a-key-of-one-customer-${round}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n');
    const before = till.till.outbox.saves.queue.size;
    const caller = await connected(port);
    let heard = '';
    caller.setEncoding('utf8').on('data', (text) => {
      heard += text;
    });
    const ended = once(caller, 'close');
    await expect.poll(() => till.server.connections).toBe(1);
    const others = await Promise.all(Array.from({ length: PLACES - 1 }, () => connected(port)));
    await expect.poll(() => till.server.connections).toBe(PLACES);
    others.push(connect(port, '127.0.0.1').on('error', () => undefined));
    await new Promise<void>((resolve) => {
      process.nextTick(() =>
        process.nextTick(() => {
          caller.write(call);
          standStill();
          resolve();
        }),
      );
    });
    await ended;
    for (const other of others) other.destroy();
    await expect.poll(() => till.server.connections).toBe(0);
    await till.till.outbox.intake.idleOf({ mobile: `1380013800${round}`, outerId: '' });
    const isTooMany = heard.includes('connections.too-many');
    return { isTooMany, saved: till.till.outbox.saves.queue.size - before };
  };
  for (let round = 0; round < 6; round += 1) {
    const { isTooMany, saved } = await meetLast(round);
    expect(saved).toBe(isTooMany ? 0 : 1);
  }
});
