import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { copyOf, FIRST, registerOn, startOn } from '../../testing/tills/copiedTill.ts';
import { freshFolder, PROVISION } from '../../testing/tills/openedTill.ts';
import { type Call, type CallAnswer, LostCall } from '../gateway/line.ts';
import type { AskWitness } from './witnessElsewhere.ts';
import { answerWitness } from './witnessFolder.ts';

const START = Date.UTC(2026, 10, 24, 4);
const HOUR = 3_600_000;

const idIn = ({ form }: Call) =>
  String(
    JSON.parse(new URLSearchParams(form).get('param_customer_save_open_req') ?? '').request_id,
  );

const accepted = (date: number): CallAnswer => ({
  status: 200,
  date: new Date(date).toUTCString(),
  text: JSON.stringify({
    alibaba_alsc_crm_open_customer_save_response: {
      result: { biz_success: true, result: '91', result_code: '0' },
    },
  }),
  mayBeSecond: false,
});

test('what a second place says while the till sends puts in doubt what waits before any more of it leaves', async () => {
  const [folder, marks] = [await freshFolder(), join(await freshFolder(), 'marks')];
  mkdirSync(marks);
  const offer = { provision: { ...PROVISION, watermarkFolder: marks }, isTrusted: true };
  const before = new VirtualClock(START);
  const first = await startOn(FIRST, folder, { clock: before, offer });
  for (const number of [1, 2, 3]) await registerOn(first, number);
  const image = await copyOf(folder);
  await registerOn(first, 4);
  for (let turns = 0; turns < 5; turns += 1) {
    await before.pass(500);
    await pause(10);
  }
  await first.stop();

  const clock = new VirtualClock(START + HOUR);
  let answerOfPlace = () => {};
  let looks = 0;
  const late: AskWitness = async (question) => {
    looks += 1;
    if (looks === 1) return { ok: false, code: 'NO_ANSWER' };
    if (looks === 2) {
      await new Promise<void>((resolve) => {
        answerOfPlace = resolve;
      });
    }
    return answerWitness(question);
  };
  let gateway: 'away' | 'slow' | 'well' = 'away';
  let answerOfGateway = () => {};
  const left: { id: string; since: number | null | undefined }[] = [];
  const post = async (call: Call) => {
    if (gateway === 'away') throw new LostCall('err_connection_refused', false);
    const id = idIn(call);
    left.push({ id, since: opened.till.outbox.saves.find(id)?.firstUnknownAt });
    if (gateway === 'slow') {
      await new Promise<void>((resolve) => {
        answerOfGateway = resolve;
      });
    }
    return accepted(clock.now());
  };
  const more = { askWitness: late, post, isSending: true };
  const opened = await startOn(FIRST, image, { clock, offer, ...more });
  const pass = async (seconds: number) => {
    for (let passed = 0; passed < seconds; passed += 1) {
      await clock.pass(1_000);
      await pause(5);
    }
  };
  while (looks < 2) await pass(10);
  gateway = 'slow';
  const fresh = await registerOn(opened, 7);
  await pass(2);
  expect(left.map(({ id }) => id)).toEqual([fresh]);
  answerOfPlace();
  gateway = 'well';
  const another = await registerOn(opened, 8);
  await pass(5);
  expect(left).toHaveLength(1);
  answerOfGateway();
  await vi.waitFor(async () => {
    await pass(1);
    expect(left.length).toBeGreaterThan(1);
  });
  // What was registered since may not have been sent from before: it goes first, and undoubted. How soon the next one
  // follows is the disk's time.
  expect(left[1]).toEqual({ id: another, since: null });
  await vi.waitFor(
    async () => {
      await pass(60);
      expect(left).toHaveLength(5);
    },
    { timeout: 10_000 },
  );
  expect(opened.codes()).toContain('store.went-backwards');
  expect(left.slice(2).map(({ since }) => since)).toEqual([START, START, START]);
  await opened.stop();
});
