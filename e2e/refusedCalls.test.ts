import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Bridge, RegisterRequest } from '../app/ipc/bridge.ts';
import { CALL_NAMES, takesArgument } from '../app/ipc/calls.ts';
import { MANAGER_CALLS } from '../app/ipc/manager/managerCalls.ts';
import type { Sandbox } from '../sandbox/createSandbox.ts';
import { makeHostileCalls, type Said, SOUND } from './hostileCalls.ts';
import { filesBelow } from './leaks.ts';
import { startGateway, TestTill } from './testTill.ts';

const CALLS = 10_000;
const AT_ONCE = 500;

/** Chromium's own, the log, which is told of every refusal, and what is written by time: the lease, and how the till is. */
const NOT_OURS = /^(logs|[A-Z]|lease\.json$|health\.json)/;

const REFUSED =
  /^\{"ok":false,"error":\{"code":"(request\.refused|input\.invalid|operator\.unknown|consent\.missing|consent\.outdated|consent\.other-brand|pin\.unset|session\.ended|save\.changed)".*\}\}$|could not be cloned/s;

let gateway: Sandbox;
let till: TestTill;

beforeAll(async () => {
  gateway = await startGateway();
  till = await new TestTill(gateway.url, { asUser: true }).start();
  // What a start writes about its computer comes a moment behind the window, and not on every computer.
  const log = () => readFileSync(join(till.dataFolder, 'logs', 'tillside.log'), 'utf8');
  await vi.waitFor(() => expect(log()).toMatch(/ computer \{/), { timeout: 20_000 });
  let before: string[] = [];
  const isQuiet = () => {
    const now = written();
    const same = now.join() === before.join();
    before = now;
    expect(same).toBe(true);
  };
  await vi.waitFor(isQuiet, { timeout: 20_000, interval: 2_000 });
});
afterAll(async () => {
  await till?.kill();
  await gateway?.close();
});

/** What the till itself has on the disk. */
const written = () => {
  const names = filesBelow(till.dataFolder).filter((name) => !NOT_OURS.test(name));
  return names.sort().map((name) => {
    const content = readFileSync(join(till.dataFolder, name));
    return `${name} ${createHash('sha256').update(content).digest('hex')}`;
  });
};

test('ten thousand calls of a wrong shape on every channel are each refused clearly, and nothing is written', async () => {
  const before = written();
  expect(before.join()).toContain('settings.json');
  const seed = Date.now() % 2 ** 31;
  const answers: Said[] = [];
  for (let first = 0; first < CALLS; first += AT_ONCE) {
    const part = { count: CALLS, seed, first, many: AT_ONCE };
    answers.push(...(await till.client.execute(makeHostileCalls, SOUND, part)));
  }
  expect(answers).toHaveLength(CALLS);
  const withArgument = Object.entries(SOUND).filter(([, argument]) => argument !== null);
  const called = new Set(answers.map(({ what }) => what.split(' ')[0]));
  expect([...called].sort()).toEqual(withArgument.map(([name]) => name).sort());
  // A look-up of nothing that anybody has is no refusal, and writes nothing.
  const odd = answers.filter(({ what, said }) => {
    return !REFUSED.test(said) && what !== 'listSaves broken search';
  });
  expect(odd, `seed ${seed}`).toEqual([]);
  expect(written()).toEqual(before);
  expect((await till.outbox()).recent).toEqual([]);
  expect(gateway.requests()).toEqual([]);
  // Refused by the check of a call: nothing of it reached a handler, to fail there.
  const log = readFileSync(join(till.dataFolder, 'logs', 'tillside.log'), 'utf8');
  expect(log).toContain('call refused: wrong shape');
  expect(log).not.toContain('[error]');
});

test('calls without an argument hear nothing of one that is given all the same', async () => {
  const names = CALL_NAMES.filter((name) => !takesArgument(name));
  const before = written();
  const given = [0, 1, 2, 3, 4];
  const answers = await till.client.execute(async (called) => {
    const { tillside } = window as unknown as {
      tillside: Record<string, (...argument: unknown[]) => Promise<{ ok: boolean }>>;
    };
    const given = [undefined, 'x'.repeat(300_000), { extra: 1 }, [1], () => 'x'];
    const calls = called.flatMap((name) => given.map((one) => tillside[name]?.(one, one)));
    return (await Promise.all(calls)).map((answer) => answer?.ok);
  }, names);
  // Of the manager's nothing is answered without a session.
  const isAnswered = (name: string) => !Object.hasOwn(MANAGER_CALLS, name);
  expect(answers).toEqual(names.flatMap((name) => given.map(() => isAnswered(name))));
  expect(written()).toEqual(before);
});

test('a save that has the right shape and is not right is refused as well', async () => {
  const answers = await till.client.execute(
    async (sound) => {
      const { registerMember, keepDraft } = (window as unknown as { tillside: Bridge }).tillside;
      const good = () => structuredClone(sound.registerMember);
      const { member, ...rest } = good();
      const ids = ['', 'A'.repeat(32), 'a'.repeat(31), 'a'.repeat(33), '../../etc', ' '];
      const { correctionOf: _, ...draft } = good();
      const long = { ...draft.member, remark: 'x'.repeat(1_001) };
      const calls = [
        ...ids.map((requestId) => registerMember({ ...good(), requestId })),
        // What only a prototype has is not there.
        registerMember(Object.assign(Object.create({ member }), rest) as RegisterRequest),
        registerMember(
          JSON.parse(JSON.stringify({ ...rest, member }).replace('"member"', '"__proto__"')),
        ),
        registerMember({ ...good(), operatorId: 'nobody' }),
        registerMember({ ...good(), consent: null }),
        registerMember({ ...good(), consent: { ...sound.consent, noticeVersion: 'v0' } }),
        keepDraft({ ...draft, correctionOf: null, chosen: null, isLocked: false, member: long }),
      ];
      return (await Promise.all(calls)).map((answer) => (answer.ok ? 'done' : answer.error.code));
    },
    {
      registerMember: SOUND.registerMember,
      consent: SOUND.registerMember.consent ?? ({} as never),
    },
  );
  expect(answers.slice(0, 6)).toEqual(Array(6).fill('request.refused'));
  expect(answers.slice(6)).toEqual([
    'request.refused',
    'request.refused',
    'operator.unknown',
    'consent.missing',
    'consent.outdated',
    'request.refused',
  ]);
  expect(gateway.requests()).toEqual([]);
});

test('after all of them the till registers as before', async () => {
  const slip = await till.register({ mobile: '13800138000', name: '王芳' });
  expect(slip).toBe('S-0001');
  await till.waitForState(slip, 'accepted');
  expect(gateway.ledger().effects).toHaveLength(1);
});

test('one call of fifty million bytes, or of a list of a million, holds nobody: it is refused unread', async () => {
  // To make and to hand over so much takes the page long enough on a busy machine.
  await till.client.setTimeout({ script: 60_000 });
  const answers = await till.client.execute(async () => {
    const { tillside } = window as unknown as { tillside: Bridge };
    const list = Array.from({ length: 1_000_000 }, () => ({}));
    return [
      await tillside.getSettings(new Uint8Array(50_000_000) as never),
      await tillside.setUp({ settings: { operators: list }, managerPin: '1' } as never),
    ];
  });
  expect(answers).toEqual([
    { ok: false, error: { code: 'request.refused' } },
    { ok: false, error: { code: 'request.refused' } },
  ]);
});
