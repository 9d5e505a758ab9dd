import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RelayState } from '../state/relayState.ts';
import { anAdmission, aTill, holdsContract } from '../testing/stateContract.ts';
import { ValkeyProcess, whyNoValkey } from '../testing/valkeyProcess.ts';
import { ValkeyState } from './valkeyState.ts';

const AWAY = { kind: 'away' };

describe.skipIf(whyNoValkey !== null)(
  `the state in Valkey${whyNoValkey === null ? '' : ` (${whyNoValkey})`}`,
  () => {
    let valkey: ValkeyProcess;
    let prefix = 0;
    const states: RelayState[] = [];
    beforeAll(async () => {
      valkey = await ValkeyProcess.start();
    });
    afterEach(async () => {
      for (const state of states.splice(0)) await state.close();
    });
    afterAll(() => valkey?.end());

    async function open(
      isSame = false,
      options: Partial<ConstructorParameters<typeof ValkeyState>[0]> = {},
    ) {
      if (!isSame) prefix += 1;
      const state = new ValkeyState({
        url: valkey.url,
        prefix: `p${prefix}`,
        callsPerMinute: null,
        ...options,
      });
      states.push(state);
      await expect.poll(() => state.isReady()).toBe(true);
      return state;
    }

    holdsContract(open);

    it('is one for all: a ban, a sign and a record of one relay are those of every other', async () => {
      const [state, other] = [await open(), await open(true)];
      await state.putTill(aTill('t'), null);
      const request = anAdmission('t');
      expect((await other.admit(request)).kind).toBe('go');
      expect(await state.admit(request)).toEqual({ kind: 'replayed' });
      await other.banned(20, 'app');
      expect((await state.admit(anAdmission('t'))).kind).toBe('banned');
    });

    it('a clock of the server that jumps ahead is seen by a relay that has heard it before, and moves no schedule', async () => {
      let monotonic = 100_000;
      const state = await open(false, { callsPerMinute: 600, monotonic: () => monotonic });
      await state.putTill(aTill('t'), null);
      const { Redis } = await import('ioredis');
      const redis = new Redis(valkey.url);
      const ahead = async () => Number(await redis.hget(`{p${prefix}}:schedule:app`, 'ahead'));
      for (const wait of [0, 0, 60_000]) {
        monotonic += wait;
        await state.admit(anAdmission('t'));
        expect(await ahead()).toBe(0);
      }
      // Less has passed for the relay than for the server, by far.
      monotonic -= 50_000;
      await state.admit(anAdmission('t'));
      const afterCall = await ahead();
      expect(afterCall).toBeLessThan(0);
      monotonic -= 50_000;
      await state.banned(10, 'app');
      expect(await ahead()).toBeLessThan(afterCall);
      redis.disconnect();
    });

    it('what it has taken to say that a call may leave is told with it: the call is as much later', async () => {
      let monotonic = 0;
      const state = await open(false, {
        monotonic: () => {
          monotonic += 300;
          return monotonic;
        },
      });
      await state.putTill(aTill('t'), null);
      expect(await state.admit(anAdmission('t'))).toMatchObject({ kind: 'go', taken: 300 });
    });

    it('so is when that was by the clock of the schedule, which no server’s clock moves', async () => {
      const state = await open();
      await state.putTill(aTill('t'), null);
      const { Redis } = await import('ioredis');
      const redis = new Redis(valkey.url);
      const latest = async () => Number(await redis.hget(`{p${prefix}}:schedule:app`, 'latest'));
      for (const ahead of ['0', '5000000']) {
        // By so much (µs) the schedule's clock is ahead of the server's.
        await redis.hset(`{p${prefix}}:schedule:app`, 'ahead', ahead);
        const admission = await state.admit(anAdmission('t'));
        expect(admission).toMatchObject({ kind: 'go', at: (await latest()) / 1_000 });
      }
      redis.disconnect();
    });

    it('chains that share a server have nothing in common', async () => {
      const state = await open();
      await state.putTill(aTill('t'), null);
      await state.banned(20, 'app');
      const other = await open();
      expect(await other.till('t')).toBeNull();
      await other.putTill(aTill('t'), null);
      expect((await other.admit(anAdmission('t'))).kind).toBe('go');
    });

    it('a record that no relay wrote is not guessed at', async () => {
      const state = await open();
      const { Redis } = await import('ioredis');
      const redis = new Redis(valkey.url);
      await redis.hset(`{p${prefix}}:tills`, 't', '{"appKey":"t"}', 'u', 'no json');
      expect(await state.till('t')).toEqual(AWAY);
      expect(await state.till('u')).toEqual(AWAY);
      expect(await state.tills()).toEqual(AWAY);
      redis.disconnect();
    });

    it('a look at thousands of tills takes the line for a part at a time: the call of a till goes between', async () => {
      let come = 0;
      const proxy = createServer((socket) => {
        const other = connect(valkey.port, '127.0.0.1');
        for (const one of [socket, other]) one.on('error', () => socket.destroy());
        socket.on('close', () => other.destroy());
        socket.pipe(other).pipe(socket);
        other.on('data', ({ length }) => {
          come += length;
        });
      }).listen(0, '127.0.0.1');
      await once(proxy, 'listening');
      const { port } = proxy.address() as { port: number };
      const state = await open(false, { url: `redis://127.0.0.1:${port}` });
      const keys = Array.from({ length: 3_000 }, (_, index) => `t${index}`);
      const name = 'x'.repeat(1_000);
      const { Redis } = await import('ioredis');
      const redis = new Redis(valkey.url);
      const put = (hash: string, text: (appKey: string) => string) =>
        redis.hset(`{p${prefix}}:${hash}`, ...keys.flatMap((appKey) => [appKey, text(appKey)]));
      await put('tills', (appKey) => JSON.stringify(aTill(appKey, { name })));
      await put('versions', () => '1');
      await put('reports', () => `${Date.now()} ${name}`);
      redis.disconnect();
      for (const look of [() => state.tills(), () => state.reports()]) {
        come = 0;
        const looked = look();
        expect((await state.admit(anAdmission('t7'))).kind).toBe('go');
        expect(come).toBeLessThan(1_000_000);
        const seen = await looked;
        if ('kind' in seen) throw new Error(seen.kind);
        expect(come).toBeGreaterThan(3_000_000);
        expect(seen.map(({ appKey }) => appKey).toSorted()).toEqual(keys.toSorted());
      }
      await state.close();
      proxy.close();
    });

    it('killed, everything is away at once and nothing throws; started again, all goes on by itself', async () => {
      const codes: string[] = [];
      const state = await open(false, { broken: (code) => codes.push(code) });
      await state.putTill(aTill('t'), null);
      await valkey.kill();
      const everything = () =>
        Promise.all([
          state.admit(anAdmission('t')),
          state.till('t'),
          state.tills(),
          state.putTill(aTill('t', { version: 2 }), 1),
          state.account(),
          state.noteSign('x'),
          state.banned(10, 'app'),
          state.putReport('t', '{}'),
          state.reports(),
        ]);
      for (const answer of await everything()) expect(answer).toEqual(AWAY);
      expect(await state.isReady()).toBe(false);
      await sleep(300);
      for (const answer of await everything()) expect(answer).toEqual(AWAY);
      await valkey.again();
      await expect.poll(() => state.isReady()).toBe(true);
      expect(await state.till('t')).toEqual(aTill('t'));
      expect((await state.admit(anAdmission('t'))).kind).toBe('go');
      expect(codes).toContain('ECONNREFUSED');
    });

    it('what was refused while it was away is not carried out when it is back', async () => {
      const state = await open();
      await valkey.kill();
      for (const refused of await Promise.all(
        Array.from({ length: 20 }, () => state.banned(1_000, 'app')),
      )) {
        expect(refused).toEqual(AWAY);
      }
      await state.putTill(aTill('late'), null);
      await valkey.again();
      await expect.poll(() => state.isReady()).toBe(true);
      await sleep(200);
      expect(await state.till('late')).toBeNull();
      await state.putTill(aTill('t'), null);
      expect((await state.admit(anAdmission('t'))).kind).toBe('go');
    });

    it('silent, the calls under way are given up within a second and the next at once; it goes on by itself', async () => {
      const state = await open();
      await state.putTill(aTill('t'), null);
      valkey.freeze();
      expect(await state.admit(anAdmission('t'))).toEqual(AWAY);
      // Each would take a second if it waited behind what is not answered: longer than a test may.
      for (let count = 0; count < 200; count += 1) {
        expect(await state.admit(anAdmission('t'))).toEqual(AWAY);
      }
      valkey.thaw();
      await expect.poll(() => state.isReady()).toBe(true);
      expect((await state.admit(anAdmission('t'))).kind).toBe('go');
    });

    it('a connection of which an answer never comes is given up for a new one', async () => {
      const through: Socket[] = [];
      let isMute = false;
      const proxy = createServer((socket) => {
        const other = connect(valkey.port, '127.0.0.1');
        through.push(socket, other);
        for (const one of [socket, other]) one.on('error', () => undefined);
        socket.on('close', () => other.destroy());
        const muted = isMute;
        socket.pipe(other);
        other.on('data', (part) => {
          if (!muted && !isMute) socket.write(part);
        });
      }).listen(0, '127.0.0.1');
      await once(proxy, 'listening');
      const { port } = proxy.address() as { port: number };
      const state = await open(false, { url: `redis://127.0.0.1:${port}` });
      isMute = true;
      expect(await state.account()).toEqual(AWAY);
      isMute = false;
      await expect.poll(() => state.isReady()).toBe(true);
      for (const socket of through) socket.destroy();
      proxy.close();
    });
  },
);
