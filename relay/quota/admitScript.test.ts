import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atDepth } from '../../testing/depth.ts';
import type { Admission, AdmitRequest, CallUrgency } from '../state/relayState.ts';
import { ValkeyProcess, whyNoValkey } from '../testing/valkeyProcess.ts';
import {
  admitArguments,
  admitKeys,
  admitScript,
  admitScriptWith,
  banArguments,
  banKeys,
  banScript,
  banScriptWith,
  failuresIn,
  readAdmissions,
  versionsKey,
} from './admitScript.ts';
import { QuotaSchedule } from './schedule.ts';

const GIVEN_CLOCK = 'local function clock() return tonumber(ARGV[#ARGV]) end';

/** `late`: so much (µs) after the moment that the till was told last; null: whenever it is. */
type Step =
  | { pause: number; ban: number }
  | {
      pause: number;
      late: number | null;
      till: string;
      urgency: CallUrgency;
      waiting: number | null;
    };

const TILLS = ['1', '2', '3', '4', '5', '6'];

const pauses = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 50_000 }),
  fc.integer({ min: 0, max: 4_000_000 }),
  fc.integer({ min: 0, max: 90_000_000 }),
);
const calls = fc.record({
  pause: pauses,
  late: fc.oneof(
    fc.constant(null),
    fc.integer({ min: -3_000_000, max: 3_000_000 }),
    fc.integer({ min: 0, max: 12_000_000 }),
  ),
  till: fc.constantFrom(...TILLS),
  urgency: fc.constantFrom<CallUrgency>('counter', 'backlog', 'backlog', 'foreign', 'report'),
  waiting: fc.constantFrom(null, 0, 1, 7),
});
const bans = fc.record({ pause: pauses, ban: fc.integer({ min: 0, max: 90 }) });
/** The same ban is heard of by calls that were on their way. */
const bansHeardTwice = fc.array(
  fc.record({ pause: fc.integer({ min: 0, max: 7_000_000 }), ban: fc.integer({ min: 0, max: 3 }) }),
  { minLength: 2, maxLength: 4 },
);
/** At one till more people come than count as the counter's at once, while everybody has a backlog. */
const queuesOfPeople = fc
  .tuple(
    fc.constantFrom(...TILLS),
    fc.array(fc.integer({ min: 0, max: 40_000_000 }), { minLength: 4, maxLength: 10 }),
  )
  .map(([counter, waits]) =>
    waits.flatMap((pause): Step[] => {
      const call = { late: null, waiting: 7 };
      const others = TILLS.map((till): Step => ({ ...call, pause: 0, till, urgency: 'backlog' }));
      return [...others, { ...call, pause, till: counter, urgency: 'counter' }];
    }),
  );
/** Customers stand at all counters when a schedule is new; each comes again when it was told to. */
const countersAtOnce = fc
  .integer({ min: 0, max: 1_500_000 })
  .map((late) =>
    [null, late].flatMap((when) =>
      TILLS.map((till): Step => ({ pause: 0, late: when, till, urgency: 'counter', waiting: 7 })),
    ),
  );
const rests = fc
  .array(
    fc.oneof(
      { weight: 50, arbitrary: calls.map((call): Step[] => [call]) },
      { weight: 2, arbitrary: bans.map((ban): Step[] => [ban]) },
      { weight: 1, arbitrary: bansHeardTwice },
      { weight: 1, arbitrary: queuesOfPeople },
    ),
    { minLength: 1, maxLength: 80 },
  )
  .map((parts) => parts.flat());
const histories = fc
  .tuple(fc.oneof(fc.constant([]), countersAtOnce), rests)
  .map(([start, rest]) => [...start, ...rest]);
const grants = fc.constantFrom(null, 1, 4, 10, 40, 400, 2_000.5, 100_000);

describe.skipIf(whyNoValkey !== null)(
  `the script in Valkey (${whyNoValkey ?? 'a real one'})`,
  () => {
    let server: ValkeyProcess;
    let redis: Redis;
    let worlds = 0;
    beforeAll(async () => {
      server = await ValkeyProcess.start();
      redis = new Redis(server.url);
    });
    afterAll(async () => {
      redis?.disconnect();
      await server?.end();
    });

    const someCall = (request: Partial<AdmitRequest> = {}): AdmitRequest => ({
      appKey: '1',
      recordVersion: 1,
      sign: `${Math.random()}`,
      timestamp: '',
      app: 'a',
      urgency: 'backlog',
      waiting: 1,
      ...request,
    });
    const newPrefix = async (): Promise<string> => {
      worlds += 1;
      const prefix = `{test-${worlds}}`;
      await redis.hset(versionsKey(prefix), ...TILLS.flatMap((till) => [till, '1']));
      return prefix;
    };
    const admit = async (prefix: string, grant: number | null, request: AdmitRequest, run = '') => {
      const [admission] = await admitAll(prefix, grant, [request], run);
      return admission as Admission;
    };
    const admitAll = async (
      prefix: string,
      grant: number | null,
      requests: AdmitRequest[],
      run = '',
    ) => {
      const keys = admitKeys(prefix, requests);
      const said = admitArguments({ prefix, grant }, requests, run, null);
      const reply = await redis.eval(admitScript, keys.length, ...keys, ...said);
      return readAdmissions(reply, requests.length);
    };

    test('decides as the schedule in memory does, over any history', async () => {
      const once = async (history: readonly Step[], grant: number | null) => {
        const prefix = await newPrefix();
        const batch = redis.pipeline();
        const memory = new QuotaSchedule(grant);
        const expected: Admission[][] = [];
        const told = new Map<string, number>();
        let together: AdmitRequest[] = [];
        let now = 1_796_000_000_123_456;
        const askTogether = () => {
          if (together.length === 0) return;
          const keys = admitKeys(prefix, together);
          const said = [...admitArguments({ prefix, grant }, together, '', null), String(now)];
          batch.eval(admitScriptWith(GIVEN_CLOCK), keys.length, ...keys, ...said);
          together = [];
        };
        for (const [index, step] of history.entries()) {
          const before = now;
          let next = now;
          if (!('late' in step) || step.late === null) next += step.pause;
          else next = Math.max(now, (told.get(step.till) ?? now) + step.late);
          // What comes at the same moment is asked in one round; a round of its own says nothing else.
          if (next !== before || 'ban' in step) askTogether();
          now = next;
          if ('ban' in step) {
            memory.banned(step.ban, now / 1_000);
            const said = [...banArguments({ prefix, grant }, step.ban, '', null), String(now)];
            batch.eval(banScriptWith(GIVEN_CLOCK), 2, ...banKeys(prefix, 'a'), ...said);
            expected.push([]);
            continue;
          }
          const { till: appKey, urgency, waiting } = step;
          const request = someCall({ appKey, urgency, waiting, sign: String(index) });
          const decision = memory.decide(request, now / 1_000);
          if ('next' in decision) told.set(appKey, now + decision.next * 1_000);
          if (together.length === 0) expected.push([]);
          expected.at(-1)?.push(decision);
          together.push(request);
        }
        askTogether();
        const replies = (await batch.exec()) ?? [];
        const decided = replies.map(([error, reply], index) => {
          if (error !== null) throw error;
          const count = expected[index]?.length ?? 0;
          return count === 0 ? [] : readAdmissions(reply, count);
        });
        expect(decided).toEqual(expected);
      };
      const runs = { numRuns: atDepth({ whole: 1_000, short: 300 }) };
      await fc.assert(fc.asyncProperty(histories, grants, once), runs);
    });

    test('takes nothing of the quota where the record is another one by now, or the sign was seen', async () => {
      const prefix = await newPrefix();
      const call = someCall({ urgency: 'counter' });
      expect(await admit(prefix, 400, { ...call, recordVersion: 2 })).toEqual({
        kind: 'record-changed',
      });
      expect(await admit(prefix, 400, { ...call, appKey: 'unknown' })).toEqual({
        kind: 'record-changed',
      });
      expect(await redis.keys(`${prefix}*`)).toEqual([versionsKey(prefix)]);
      expect(await admit(prefix, 400, call)).toMatchObject({ kind: 'go' });
      const before = await redis.hgetall(`${prefix}:schedule:a`);
      expect(await admit(prefix, 400, call)).toEqual({ kind: 'replayed' });
      expect(await admit(prefix, 400, { ...call, appKey: '2' })).toEqual({ kind: 'replayed' });
      expect(await redis.hgetall(`${prefix}:schedule:a`)).toEqual(before);
    });

    test('remembers a sign that went for more than twenty minutes, and one that was put off not at all', async () => {
      const prefix = await newPrefix();
      const [first, second] = [someCall({ sign: 'a' }), someCall({ sign: 'b' })];
      expect(await admit(prefix, 1, first)).toMatchObject({ kind: 'appointment' });
      expect(await admit(prefix, 1, first)).toMatchObject({ kind: 'appointment' });
      expect(await admit(prefix, null, second)).toMatchObject({ kind: 'go' });
      expect(await redis.exists(`${prefix}:sign:a`)).toBe(0);
      expect(await redis.pttl(`${prefix}:sign:b`)).toBeGreaterThan(20 * 60_000);
    });

    test('of calls that come together each is decided as if it had come alone, and a sign among them goes once', async () => {
      const prefix = await newPrefix();
      const calls = [
        someCall({ appKey: '1', sign: 'a', urgency: 'report' }),
        someCall({ appKey: '2', sign: 'b', recordVersion: 2 }),
        someCall({ appKey: '3', sign: 'a', urgency: 'report' }),
        someCall({ appKey: '4', sign: 'c', urgency: 'report' }),
      ];
      const kinds = async () => (await admitAll(prefix, 400, calls)).map(({ kind }) => kind);
      expect(await kinds()).toEqual(['go', 'record-changed', 'replayed', 'go']);
      expect(await kinds()).toEqual(['replayed', 'record-changed', 'replayed', 'replayed']);
    });

    test('of calls that come together none is held for less than a millisecond', async () => {
      const prefix = await newPrefix();
      const calls = TILLS.map((appKey) => someCall({ appKey, urgency: 'foreign' }));
      await admitAll(prefix, 10_000_000, calls);
      const again = TILLS.map((appKey) => someCall({ appKey, urgency: 'foreign' }));
      const admissions = await admitAll(prefix, 10_000_000, again);
      expect(admissions).toEqual(TILLS.map(() => ({ kind: 'go', hold: 0, next: 0 })));
    });

    test('what the server cannot decide of one call is no fault of those that come with it', async () => {
      const prefix = await newPrefix();
      await redis.set(`${prefix}:turn:2:a`, 'no turn');
      const calls = ['1', '2', '3'].map((appKey) => someCall({ appKey, urgency: 'report' }));
      const keys = admitKeys(prefix, calls);
      const said = admitArguments({ prefix, grant: 400 }, calls, '', null);
      const reply = await redis.eval(admitScript, keys.length, ...keys, ...said);
      expect(failuresIn(reply)).toEqual(['WRONGTYPE']);
      expect(readAdmissions(reply, 3).map(({ kind }) => kind)).toEqual(['go', 'away', 'go']);
    });

    test('goes by the clock of the server, whatever the relays think', async () => {
      const prefix = await newPrefix();
      await admit(prefix, 400, someCall());
      const [seconds] = await redis.time();
      const since = Number(await redis.hget(`${prefix}:schedule:a`, 'since')) / 1_000_000;
      expect(Math.abs(since - Number(seconds))).toBeLessThanOrEqual(30);
    });

    test('a ban that one relay has met is told to all, with what is left of it, and stops no report', async () => {
      const prefix = await newPrefix();
      const said = banArguments({ prefix, grant: 400 }, 60, '', null);
      await redis.eval(banScript, 2, ...banKeys(prefix, 'a'), ...said);
      const answer = await admit(prefix, 400, someCall({ urgency: 'counter' }));
      expect(answer.kind === 'banned' && answer.left).toBeGreaterThan(0);
      expect(answer.kind === 'banned' && answer.left).toBeLessThanOrEqual(60_000);
      const report = await admit(prefix, 400, someCall({ urgency: 'report' }));
      expect(report).toMatchObject({ kind: 'go' });
    });

    test('after a restart that may have lost its last writes, a minute is paced as if it had lost them all', async () => {
      const prefix = await newPrefix();
      const longAgo = String(Date.now() * 1_000 - 600_000_000);
      await redis.hset(`${prefix}:schedule:a`, { since: longAgo, left: '0', server: 'one' });
      const hurry = (run: string, appKey = '1') =>
        admit(prefix, 10, someCall({ urgency: 'counter', appKey }), run);
      expect(await hurry('one')).toMatchObject({ kind: 'go', hold: 0 });
      expect(await hurry('', '2')).toMatchObject({ kind: 'go', hold: 0 });
      expect(await hurry('two', '3')).toMatchObject({ kind: 'appointment' });
      expect(await hurry('two', '4')).toMatchObject({ kind: 'appointment' });
    });

    test('a place that was kept for the counter before such a restart is no place of the minute after it', async () => {
      const prefix = await newPrefix();
      const server = async (run: string, appKey: string) =>
        admit(prefix, 4, someCall({ urgency: 'counter', appKey }), run);
      const now = Date.now() * 1_000;
      const longAgo = { since: String(now - 600_000_000), left: '0' };
      await redis.hset(`${prefix}:schedule:a`, { ...longAgo, server: 'one', tail: String(now) });
      const kept = String(now + 1_000_000);
      for (const till of ['1', '2', '3']) {
        await redis.hset(`${prefix}:turn:${till}:a`, { kept, keptSince: longAgo.since });
      }
      expect(await server('one', '1')).toMatchObject({ kind: 'go' });
      expect(await server('two', '2')).toMatchObject({ kind: 'appointment' });
      expect(await server('two', '3')).toMatchObject({ kind: 'appointment' });
      expect(Number(await redis.hget(`${prefix}:schedule:a`, 'left'))).toBe(2);
    });

    test('its keys lie on one node of a cluster, and what it remembers of a till does not stay for ever', async () => {
      const request = someCall();
      const prefix = await newPrefix();
      await admit(prefix, 60_000, request);
      const keys = [...admitKeys(prefix, [request]), ...banKeys(prefix, 'a')];
      // By the part in braces alone a cluster chooses the node.
      expect(keys.every((key) => key.startsWith(prefix))).toBe(true);
      expect(await redis.pttl(`${prefix}:turn:1:a`)).toBeGreaterThan(0);
      expect(await redis.hlen(`${prefix}:departures:a`)).toBe(1);
    });
  },
);

test('a reply that is none of the script is no admission', () => {
  for (const reply of [null, 'go', [], ['go'], ['go', '1', 2], ['go', 1], ['banned'], ['x', 1]]) {
    expect(() => readAdmissions([reply], 1)).toThrow(TypeError);
    expect(() => readAdmissions(reply, 1)).toThrow(TypeError);
  }
});
