import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anAdmission, aTill } from '../testing/stateContract.ts';
import { ValkeyProcess, whyNoValkey } from '../testing/valkeyProcess.ts';
import { ValkeyState } from './valkeyState.ts';

describe.skipIf(whyNoValkey !== null)(
  `a Valkey that changes places with its replica${whyNoValkey === null ? '' : ` (${whyNoValkey})`}`,
  () => {
    let servers: [ValkeyProcess, ValkeyProcess];
    let address: { port: number; leadTo: (server: ValkeyProcess) => void; end: () => void };
    let state: ValkeyState;

    beforeAll(async () => {
      servers = [await ValkeyProcess.start(), await ValkeyProcess.start()];
    });
    beforeEach(async () => {
      const [first, second] = servers;
      await tell(first, 'NO', 'ONE');
      await tell(second, '127.0.0.1', String(first.port));
      address = await oneAddress(first);
      state = new ValkeyState({
        ...{ url: `redis://127.0.0.1:${address.port}`, prefix: 'p', callsPerMinute: null },
      });
      await expect.poll(() => state.isReady()).toBe(true);
    });
    afterEach(async () => {
      await state.close();
      address.end();
    });
    afterAll(() => Promise.all((servers ?? []).map((server) => server.end())));

    it('is found where its address leads now, though the old one keeps the connection', async () => {
      const [first, second] = servers;
      await state.putTill(aTill('t'), null);
      await expect.poll(() => hasTill(second), { timeout: 10_000 }).toBe(true);
      await tell(second, 'NO', 'ONE');
      await tell(first, '127.0.0.1', String(second.port));
      expect(await state.admit(anAdmission('t'))).toEqual({ kind: 'away' });
      address.leadTo(second);
      const decided = async () => (await state.admit(anAdmission('t'))).kind;
      await expect.poll(decided, { timeout: 10_000 }).toBe('go');
    }, 20_000);

    it('a replica is none that is ready, whether anybody has asked it or not', async () => {
      const [first, second] = servers;
      await tell(second, 'NO', 'ONE');
      await tell(first, '127.0.0.1', String(second.port));
      await expect.poll(() => state.isReady(), { timeout: 7_000 }).toBe(false);
      for (let count = 0; count < 10; count += 1) {
        expect(await state.isReady()).toBe(false);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      address.leadTo(second);
      await expect.poll(() => state.isReady(), { timeout: 3_000 }).toBe(true);
    }, 15_000);
  },
);

async function tell(server: ValkeyProcess, host: string, port: string): Promise<void> {
  const redis = new Redis(server.url);
  await redis.replicaof(host, port as never);
  redis.disconnect();
}

async function hasTill(server: ValkeyProcess): Promise<boolean> {
  const redis = new Redis(server.url);
  const has = await redis.hexists('{p}:tills', 't');
  redis.disconnect();
  return has === 1;
}

/** One address, as a name or a proxy gives it: what connects from now on comes to another server, what is connected stays. */
async function oneAddress(server: ValkeyProcess) {
  let { port: target } = server;
  const sockets = new Set<Socket>();
  const proxy = createServer((socket) => {
    const other = connect(target, '127.0.0.1');
    for (const one of [socket, other]) {
      sockets.add(one);
      one.on('error', () => undefined);
    }
    socket.on('close', () => other.destroy());
    other.on('close', () => socket.destroy());
    socket.pipe(other);
    other.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as { port: number };
  return {
    port,
    leadTo: ({ port: next }: ValkeyProcess) => {
      target = next;
    },
    end: () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
}
