import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { HeldReason, Save } from '../../app/outbox/save.ts';
import { CONSENT, freshFolder, OPERATOR, startTill } from '../../testing/tills/openedTill.ts';
import { describeOutbox } from '../outbox/describeOutbox.ts';
import { describeHealth, type Health, type HealthParts } from './describeHealth.ts';
import { HEALTH_FILE, keepHealth } from './healthFile.ts';

async function withHealth(folder: string) {
  const opened = await startTill(folder);
  const { till, clock } = opened;
  const logged: unknown[] = [];
  const end = keepHealth({
    folder,
    clock,
    log: { warn: (...line) => void logged.push(line) },
    isOurs: () => till.hold.isSure,
    describe: (isRunning) =>
      describeHealth({
        view: describeOutbox(till.outbox, till.replayer, till.warnings),
        saves: till.outbox.saves,
        version: '1.2.3',
        now: clock.now(),
        runsFor: 61_000,
        pageEnds: 2,
        computer: till.computer.reading,
        keyStore: till.protection,
        diskFreeBytes: 1_024,
        isRunning,
      }),
  });
  onTestFinished(end);
  const read = async () => JSON.parse(await readFile(join(folder, HEALTH_FILE), 'utf8')) as Health;
  return { ...opened, end, read, logged };
}

const register = (calls: Awaited<ReturnType<typeof startTill>>['calls'], mobile: string) =>
  calls.registerMember({
    requestId: mobile.padStart(32, '0'),
    operatorId: OPERATOR,
    consent: CONSENT,
    member: { mobile, name: '慕容半行', outerType: '', outerId: '', remark: '' },
  } as never);

test('once a minute a till says how it is, and at its end that it has ended; nothing of a person is in it', async () => {
  const folder = await freshFolder();
  const { calls, clock, end, read } = await withHealth(folder);
  await clock.pass(0);
  await expect
    .poll(read)
    .toMatchObject({ isRunning: true, waiting: 0, oldestWaitingSeconds: null });
  expect(await register(calls, '13800138000')).toMatchObject({ ok: true });
  await clock.pass(59_000);
  expect(await read()).toMatchObject({ waiting: 0 });
  await clock.pass(1_000);
  await expect.poll(read).toMatchObject({
    format: 1,
    version: '1.2.3',
    writtenAt: new Date(clock.now()).toISOString(),
    isRunning: true,
    computer: 'unknown',
    waiting: 1,
    oldestWaitingSeconds: 60,
    held: 0,
    heldByCode: {},
    lastAcceptedAt: null,
    clockOffsetSeconds: null,
    pageEnds: 2,
    runsForSeconds: 61,
    keyStore: 'os',
    diskFreeBytes: 1_024,
  });
  await end();
  expect(await read()).toMatchObject({ isRunning: false, waiting: 1 });
  const text = await readFile(join(folder, HEALTH_FILE), 'utf8');
  expect(text).not.toMatch(/8000|慕容|brand|shop|not-real/);
});

test('a place that cannot be written to costs one line in the log, and ends when it can', async () => {
  const folder = await freshFolder();
  await mkdir(join(folder, HEALTH_FILE, 'taken'), { recursive: true });
  const { clock, logged, read } = await withHealth(folder);
  await expect.poll(() => logged.length, { timeout: 20_000 }).toBe(1);
  await clock.pass(60_000);
  await rm(join(folder, HEALTH_FILE), { recursive: true });
  // The next minute begins when the disk has given its answer, for which it has time of its own.
  const nextMinute = async () => {
    await clock.pass(60_000);
    return read().catch(() => null);
  };
  await expect.poll(nextMinute, { timeout: 20_000 }).toMatchObject({ isRunning: true });
  expect(logged).toHaveLength(1);
});

describe('what is held', () => {
  const saveOf = (code: string, subCode: string, heldReason: HeldReason = 'rejected') =>
    ({ lastOutcome: { class: 'held', code, subCode }, heldReason }) as unknown as Save;
  const healthOf = (held: readonly Save[]) =>
    describeHealth({
      view: {
        waiting: 0,
        oldestWaitingAt: null,
        pause: { kind: 'none' },
        counts: { pending: 0, sending: 0, accepted: 0, held: held.length, discarded: 0 },
        warnings: [],
        clockOffsetSeconds: null,
      },
      saves: {
        sequences: () => ({ newestFirst: () => held.keys() }),
        findBySequence: (sequence: number) => held[sequence],
        acceptances: { latest: () => Date.UTC(2026, 10, 27) },
      } as unknown as HealthParts['saves'],
      version: '0',
      now: 0,
      runsFor: 0,
      pageEnds: 0,
      computer: 'unknown' as const,
      keyStore: 'none' as const,
      diskFreeBytes: null,
      isRunning: true,
    });

  test('is counted by the answer that held it', () => {
    const { held, heldByCode, lastAcceptedAt } = healthOf([
      saveOf('15', 'isv.invalid-mobile'),
      saveOf('15', 'isv.invalid-mobile'),
      saveOf('50', ''),
      { lastOutcome: null, heldReason: 'stale' } as unknown as Save,
    ]);
    expect([held, heldByCode]).toEqual([4, { 'isv.invalid-mobile': 2, '50': 1, stale: 1 }]);
    expect(lastAcceptedAt).toBe('2026-11-27T00:00:00.000Z');
  });

  test('tells no more codes than fifty, and none that might name somebody', () => {
    const many = Array.from({ length: 60 }, (_, number) => saveOf('', `made-up-${number}`));
    expect(Object.keys(healthOf(many).heldByCode)).toHaveLength(50);
    const named = [saveOf('', 'p13800138000'), saveOf('', '慕容半行'), saveOf('', 'x'.repeat(101))];
    expect(healthOf(named).heldByCode).toEqual({ rejected: 3 });
  });

  test.each([
    '138-0013-8000',
    '138.001.38000',
    '138_0013_8000',
    '1-3-8-0-0-1-3-8-0-0-0',
    'zhangwei.1985-03-21',
    '110101.19850321.0013',
  ])('tells no number of anybody, however its digits are set apart: %s', (subCode) => {
    expect(healthOf([saveOf('15', subCode)]).heldByCode).toEqual({ rejected: 1 });
  });
});

test('whoever removes the program finds the two numbers by line: the uninstaller reads no JSON (build/nsis/data.nsh)', async () => {
  const folder = await freshFolder();
  const { calls, clock, end } = await withHealth(folder);
  await clock.pass(0);
  expect(await register(calls, '13800138000')).toMatchObject({ ok: true });
  await end();
  const lines = (await readFile(join(folder, HEALTH_FILE), 'utf8')).split('\n');
  expect(lines.filter((line) => /^ {2}"(?:waiting|held)": /.test(line))).toEqual([
    '  "waiting": 1,',
    '  "held": 0,',
  ]);
});
