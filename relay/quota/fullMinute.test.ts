import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AdmitRequest } from '../state/relayState.ts';
import { ValkeyProcess, whyNoValkey } from '../testing/valkeyProcess.ts';
import {
  admitArguments,
  admitKeys,
  admitScriptWith,
  readAdmissions,
  versionsKey,
} from './admitScript.ts';

const GIVEN_CLOCK = 'local function clock() return tonumber(ARGV[#ARGV]) end';
const PREFIX = '{full}';
const SECOND = 1_000_000;
const GRANT = 1_200;

describe.skipIf(whyNoValkey !== null)(
  `a minute of the schedule that is full (${whyNoValkey ?? 'a real Valkey'})`,
  () => {
    let server: ValkeyProcess;
    let redis: Redis;
    let now = 1_796_000_000 * SECOND;
    let tills = 0;

    beforeAll(async () => {
      server = await ValkeyProcess.start();
      redis = new Redis(server.url);
      const versions = Array.from({ length: 4_000 }, (_, till) => [String(till), '1']);
      await redis.hset(versionsKey(PREFIX), ...versions.flat());
    });
    afterAll(async () => {
      redis?.disconnect();
      await server?.end();
    });

    /** So many people at as many counters, in one round; gives what became of the calls. */
    async function counters(count: number): Promise<string[]> {
      const requests = Array.from({ length: count }, (): AdmitRequest => {
        tills += 1;
        const call = { appKey: String(tills), recordVersion: 1, sign: String(tills) };
        return { ...call, timestamp: '', app: 'a', urgency: 'counter', waiting: 0 };
      });
      const keys = admitKeys(PREFIX, requests);
      const said = admitArguments({ prefix: PREFIX, grant: GRANT }, requests, 'one', null);
      const script = admitScriptWith(GIVEN_CLOCK);
      const reply = await redis.eval(script, keys.length, ...keys, ...said, String(now));
      return readAdmissions(reply, count).map(({ kind }) => kind);
    }

    /** How often a round of so many asks for fields of a hash. */
    async function asksOf(count: number): Promise<number> {
      await redis.config('RESETSTAT');
      expect(await counters(count)).toEqual(Array(count).fill('appointment'));
      const calls = /^cmdstat_hget:calls=(\d+)/m.exec(await redis.info('commandstats'))?.[1];
      return Number(calls);
    }

    test('is looked at once for all calls of a round: a crowd at the counters keeps the server from nobody', async () => {
      await counters(1);
      // The whole grant leaves within a minute, a call in each step of the count and more.
      for (let quarter = 0; quarter < 300; quarter += 1) {
        now += SECOND / 4;
        await counters(5);
      }
      for (let round = 0; round < 30; round += 1) await counters(32);
      const [one, many] = [await asksOf(1), await asksOf(32)];
      // For each call its till's record, and the step in which it is counted.
      expect(many - one).toBeLessThanOrEqual(31 * 2);
    }, 30_000);
  },
);
