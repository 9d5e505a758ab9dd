import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Admission, AdmitRequest } from '../state/relayState.ts';
import { ValkeyProcess, whyNoValkey } from '../testing/valkeyProcess.ts';
import {
  admitArguments,
  admitKeys,
  admitScriptWith,
  banArguments,
  banKeys,
  banScriptWith,
  readAdmissions,
  versionsKey,
} from './admitScript.ts';

const GIVEN_CLOCK = 'local function clock() return tonumber(ARGV[#ARGV]) end';
const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;
const GRANT = 120;

describe.skipIf(whyNoValkey !== null)(
  `the schedule in a Valkey that fails it (${whyNoValkey ?? 'a real one'})`,
  () => {
    let server: ValkeyProcess;
    let redis: Redis;
    let worlds = 0;
    let calls = 0;
    let now = 0;
    beforeAll(async () => {
      server = await ValkeyProcess.start();
      redis = new Redis(server.url);
    });
    afterAll(async () => {
      redis?.disconnect();
      await server?.end();
    });

    async function newPrefix(): Promise<string> {
      worlds += 1;
      now = 1_796_000_000 * SECOND;
      const prefix = `{lost-${worlds}}`;
      for (let till = 0; till < 200; till += 1) {
        await redis.hset(versionsKey(prefix), String(till), '1');
      }
      return prefix;
    }

    /** Asked by a relay that has reckoned that the server's clock says so at the most. */
    let atMost: number | null = null;
    afterEach(() => {
      atMost = null;
    });

    async function admit(prefix: string, said: Partial<AdmitRequest> = {}) {
      calls += 1;
      const request: AdmitRequest = {
        ...{ appKey: '1', recordVersion: 1, sign: `${calls}`, timestamp: '', app: 'a' },
        ...{ urgency: 'counter', waiting: 0, ...said },
      };
      const keys = admitKeys(prefix, [request]);
      const script = admitScriptWith(GIVEN_CLOCK);
      const given = [
        ...admitArguments({ prefix, grant: GRANT }, [request], 'one', atMost),
        String(now),
      ];
      const reply = await redis.eval(script, keys.length, ...keys, ...given);
      return readAdmissions(reply, 1)[0] as Admission;
    }

    /** One call a second of many tills, for so many seconds, each at the counter; gives how many may leave. */
    async function seconds(prefix: string, count: number): Promise<number> {
      let gone = 0;
      for (let second = 0; second < count; second += 1) {
        now += SECOND;
        const admission = await admit(prefix, { appKey: String(10 + second) });
        if (admission.kind === 'go') gone += 1;
      }
      return gone;
    }

    test.each([
      ['a moment', SECOND / 2],
      ['ten minutes', 600 * SECOND],
      ['a month', 30 * DAY],
    ])('a clock of the server that goes back by %s keeps nobody waiting', async (_name, back) => {
      const prefix = await newPrefix();
      await seconds(prefix, 70);
      expect(await admit(prefix, { urgency: 'backlog' })).toMatchObject({ kind: 'go' });
      now -= back;
      expect(await admit(prefix, { urgency: 'backlog', appKey: '2' })).toMatchObject({
        kind: 'go',
      });
      expect(await seconds(prefix, 60)).toBe(60);
    });

    test('nor does one that jumps ahead and is set right again', async () => {
      const prefix = await newPrefix();
      await seconds(prefix, 70);
      now += DAY;
      await seconds(prefix, 5);
      now -= DAY;
      expect(await seconds(prefix, 60)).toBe(60);
    });

    test.each([
      ['ten seconds', 10 * SECOND],
      ['an hour', 3_600 * SECOND],
      ['a month', 30 * DAY],
    ])(
      'nothing passes the quota, and no ban ends, by a clock that jumps ahead by %s while a relay looks on',
      async (_name, ahead) => {
        const jump = (by: number) => {
          atMost = now + 2 * SECOND;
          now += by;
        };
        const passing = async (prefix: string, by: number) => {
          await seconds(prefix, 70);
          jump(by);
          let gone = 0;
          for (let till = 10; till < 190; till += 1) {
            const { kind } = await admit(prefix, { appKey: String(till) });
            if (kind === 'go') gone += 1;
            // The other relays have heard nothing before, or hear the new time.
            atMost = null;
          }
          return gone;
        };
        // Whatever it jumps by, no more pass than without: not even what a relay allows for its own delay is over.
        const usual = await passing(await newPrefix(), 0);
        expect(usual).toBeLessThan(GRANT - 50);
        const prefix = await newPrefix();
        expect(await passing(prefix, ahead)).toBe(usual);
        const ban = [...banArguments({ prefix, grant: GRANT }, 60, 'one', null), String(now)];
        await redis.eval(banScriptWith(GIVEN_CLOCK), 2, ...banKeys(prefix, 'a'), ...ban);
        jump(ahead);
        expect(await admit(prefix)).toMatchObject({ kind: 'banned' });
      },
    );

    test('nor does one that jumps ahead let a second crowd leave within the minute of the first', async () => {
      const prefix = await newPrefix();
      await seconds(prefix, 70);
      now += 70 * SECOND;
      const crowd = async () => {
        let gone = 0;
        for (let call = 0; call < 190; call += 1) {
          const { kind } = await admit(prefix, { appKey: String(call % 40) });
          if (kind === 'go') gone += 1;
        }
        return gone;
      };
      expect(await crowd()).toBe(GRANT);
      now += 58 * SECOND;
      atMost = now + 2 * SECOND;
      now += 3_600 * SECOND;
      expect(await crowd()).toBe(0);
    });

    test('what one relay has put right is not put right again by the next', async () => {
      const prefix = await newPrefix();
      await seconds(prefix, 70);
      atMost = now + SECOND;
      now += DAY;
      for (let relay = 0; relay < 5; relay += 1) await admit(prefix, { appKey: '1' });
      atMost = null;
      expect(await seconds(prefix, 60)).toBe(60);
    });

    test.each(['departures', 'schedule'])(
      'nor is a place that was kept before it lost its %s taken out of what is counted since: no minute has more than the grant',
      async (lost) => {
        const prefix = await newPrefix();
        const left: number[] = [];
        const back: { at: number; appKey: string }[] = [];
        const call = async (appKey: string) => {
          const admission = await admit(prefix, { appKey });
          if (admission.kind === 'go') left.push(now + admission.hold * 1_000);
          if (admission.kind === 'appointment')
            back.push({ at: now + admission.next * 1_000, appKey });
        };
        await seconds(prefix, 70);
        for (let till = 80; till < 199; till += 1) await call(String(till));
        expect(back.length).toBeGreaterThan(50);
        // Between two steps of the count, in which the kept places are: so those of the minute after it fall into the same.
        now += SECOND / 4;
        await redis.del(`${prefix}:${lost}:a`);
        left.length = 0;
        for (let half = 0; half < 140; half += 1) {
          now += SECOND / 2;
          const due = back.filter(({ at }) => at <= now);
          await call(String(half % 70));
          for (const one of due) {
            back.splice(back.indexOf(one), 1);
            await call(one.appKey);
          }
          const minute = left.filter((at) => at > now - 60 * SECOND && at <= now);
          expect(minute.length).toBeLessThanOrEqual(GRANT);
        }
      },
      20_000,
    );

    test('full, it decides nothing, also where something could be thrown away before', async () => {
      const prefix = await newPrefix();
      await seconds(prefix, 70);
      now += 5 * SECOND;
      const departures = () => redis.hgetall(`${prefix}:departures:a`);
      const before = await departures();
      await redis.config('SET', 'maxmemory', '1');
      try {
        await expect(admit(prefix)).rejects.toThrow(/^OOM/);
      } finally {
        await redis.config('SET', 'maxmemory', '0');
      }
      expect(await departures()).toEqual(before);
      expect(await admit(prefix)).toMatchObject({ kind: 'go' });
    });

    test('a place of another count is none of this one, also where the clock was ahead when it was kept', async () => {
      const prefix = await newPrefix();
      const first = await admit(prefix, { appKey: '1' });
      if (first.kind !== 'go') throw new Error(first.kind);
      now += first.hold * 1_000;
      await redis.hset(`${prefix}:turn:2:a`, { kept: String(now), keptSince: String(now + DAY) });
      expect(await admit(prefix, { appKey: '2' })).toMatchObject({ kind: 'go' });
      expect(await redis.hget(`${prefix}:schedule:a`, 'total')).toBe('2');
    });

    test.each(['departures', 'schedule'])(
      'where it loses its %s, it counts anew and goes on by an even pace',
      async (lost) => {
        const prefix = await newPrefix();
        await seconds(prefix, 70);
        await redis.del(`${prefix}:${lost}:a`);
        expect(await seconds(prefix, 120)).toBeGreaterThanOrEqual(118);
        const counted = await redis.hvals(`${prefix}:departures:a`);
        const total = Number(await redis.hget(`${prefix}:schedule:a`, 'total'));
        expect(total).toBe(counted.reduce((sum, count) => sum + Number(count), 0));
      },
      10_000,
    );
  },
);
