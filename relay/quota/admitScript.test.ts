import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atDepth } from '../../testing/depth.ts';
import type { Admission, AdmitRequest, CallUrgency } from '../state/relayState.ts';
import {
  admitArguments,
  admitKeys,
  admitScript,
  admitScriptWith,
  banArguments,
  banKeys,
  banScript,
  banScriptWith,
  readAdmission,
  versionsKey,
} from './admitScript.ts';
import { QuotaSchedule } from './schedule.ts';
import { ValkeyServer, WHY_NO_VALKEY } from './valkeyServer.fixture.ts';

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
  till: fc.constantFrom('1', '2', '3', '4', '5', '6'),
  urgency: fc.constantFrom<CallUrgency>('counter', 'backlog', 'backlog', 'foreign', 'report'),
  waiting: fc.constantFrom(null, 0, 1, 7),
});
const bans = fc.record({ pause: pauses, ban: fc.integer({ min: 0, max: 90 }) });
const histories = fc.array(
  fc.oneof({ weight: 25, arbitrary: calls }, { weight: 1, arbitrary: bans }),
  { minLength: 1, maxLength: 150 },
);
const grants = fc.constantFrom(null, 1, 4, 10, 40, 400, 2_000.5);

describe.skipIf(WHY_NO_VALKEY !== null)(
  `the script in Valkey (${WHY_NO_VALKEY ?? 'a real one'})`,
  () => {
    let server: ValkeyServer;
    let worlds = 0;
    beforeAll(async () => {
      server = await ValkeyServer.start();
    });
    afterAll(() => server?.end());

    const someCall = (request: Partial<AdmitRequest> = {}): AdmitRequest => ({
      appKey: '1',
      recordVersion: 1,
      sign: `${Math.random()}`,
      timestamp: '',
      urgency: 'backlog',
      waiting: 1,
      ...request,
    });
    const newPrefix = async (): Promise<string> => {
      worlds += 1;
      const prefix = `{test-${worlds}}`;
      await server.redis.hset(versionsKey(prefix), '1', '1', '2', '1');
      return prefix;
    };
    const admit = async (prefix: string, grant: number | null, request: AdmitRequest, run = '') => {
      const keys = admitKeys(prefix, request);
      const said = admitArguments({ prefix, grant }, request, run);
      return readAdmission(await server.redis.eval(admitScript, keys.length, ...keys, ...said));
    };

    test('decides as the schedule in memory does, over any history', async () => {
      const once = async (history: readonly Step[], grant: number | null) => {
        const prefix = await newPrefix();
        const versions = ['1', '2', '3', '4', '5', '6'].flatMap((till) => [till, '1']);
        const batch = server.redis.pipeline();
        batch.hset(versionsKey(prefix), ...versions);
        const memory = new QuotaSchedule(grant);
        const expected: (Admission | null)[] = [];
        const told = new Map<string, number>();
        let now = 1_796_000_000_123_456;
        for (const step of history) {
          if (!('late' in step) || step.late === null) now += step.pause;
          else now = Math.max(now, (told.get(step.till) ?? now) + step.late);
          if ('ban' in step) {
            memory.banned(step.ban, now / 1_000);
            const said = [...banArguments({ prefix, grant }, step.ban, ''), String(now)];
            batch.eval(banScriptWith(GIVEN_CLOCK), 2, ...banKeys(prefix), ...said);
            expected.push(null);
            continue;
          }
          const { till: appKey, urgency, waiting } = step;
          const request = someCall({ appKey, urgency, waiting, sign: String(expected.length) });
          const decision = memory.decide(request, now / 1_000);
          if ('next' in decision) told.set(appKey, now + decision.next * 1_000);
          expected.push(decision);
          const keys = admitKeys(prefix, request);
          const said = [...admitArguments({ prefix, grant }, request, ''), String(now)];
          batch.eval(admitScriptWith(GIVEN_CLOCK), keys.length, ...keys, ...said);
        }
        const [, ...replies] = (await batch.exec()) ?? [];
        const decided = replies.map(([error, reply], index) => {
          if (error !== null) throw error;
          return expected[index] === null ? null : readAdmission(reply);
        });
        expect(decided).toEqual(expected);
      };
      const runs = { numRuns: atDepth({ whole: 1_000, short: 300 }) };
      await fc.assert(fc.asyncProperty(histories, grants, once), runs);
    });
  },
);
