import { expect, test } from 'vitest';
import type { GatewayResponse } from '../../app/gateway/classify.ts';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { accepted, errorAnswer, ReplayTill } from '../../testing/tills/replayTill.ts';
import type { WriteResult } from '../files/storeFailure.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A disk that takes its time for what a 31 has made of a save, as long as a test says so. */
class SlowDisk extends MemoryStore {
  #release = (): void => undefined;
  #slow: Promise<void> | null = null;

  hold(): void {
    this.#slow = new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  release(): void {
    this.#slow = null;
    this.#release();
  }

  override async put(save: Save): Promise<WriteResult> {
    const isRefused = save.state === 'pending' && save.lastOutcome?.class === 'clock';
    if (isRefused && Number(save.requestId) === 1) await this.#slow;
    return super.put(save);
  }
}

/** Calls of a till, each of which is answered when a test says so. */
class OpenCalls {
  readonly #open = new Map<string, (response: GatewayResponse) => void>();

  wait(id: string, attempt: number): Promise<GatewayResponse> {
    return new Promise((resolve) => this.#open.set(`${Number(id)}:${attempt}`, resolve));
  }

  answer(call: string, response: GatewayResponse): void {
    const open = this.#open.get(call);
    if (open === undefined) throw new Error(`${call} has not left`);
    this.#open.delete(call);
    open(response);
  }
}

/** The till's clock is wrong by `by`; the answer to save 1 may be that of a second sending, and 31, when the time is proved. */
async function provedWhileStored(by: number) {
  const disk = new SlowDisk();
  const till = new ReplayTill(disk);
  const begun = till.clock.now();
  till.clock.jump(by);
  await till.start();
  const calls = new OpenCalls();
  till.answer = (id, attempt) => calls.wait(id, attempt);
  const right = <Answer extends object>(answer: Answer) => {
    const date = new Date(begun + till.clock.monotonic()).toUTCString();
    return { ...answer, date, mayBeSecond: true };
  };
  const refused = () => right(errorAnswer(31, 'isv.timestamp-limit-error'));
  await till.register(1);
  await till.clock.pass(0);
  calls.answer('1:1', errorAnswer(15, 'isp.service-busy'));
  await till.clock.pass(MINUTE / 4);
  await till.register(2);
  await till.clock.pass(0);
  disk.hold();
  calls.answer('2:1', refused());
  await till.clock.pass(10);
  calls.answer('1:2', refused());
  await till.clock.pass(10);
  calls.answer('2:2', right(accepted('8')));
  await till.clock.pass(10);
  till.answer = () => right(accepted('7'));
  disk.release();
  return { till, begun, known: () => till.outbox.saves.find('1'.padStart(32, '0')) };
}

test.each([
  ['a year behind', -365 * DAY],
  ['two days behind', -2 * DAY],
])(
  'with a clock %s, a save whose 31 is being stored while the time is proved goes by itself: no manager is asked',
  async (_, by) => {
    const { till, known } = await provedWhileStored(by);
    await till.clock.pass(MINUTE);
    expect(known()).toMatchObject({ state: 'accepted', heldReason: null });
    expect(till.bugs).toEqual([]);
  },
);

test('nor does that make its doubt any younger than its first call without a verdict', async () => {
  const { till, begun, known } = await provedWhileStored(-365 * DAY);
  till.answer = () => new Promise(() => {});
  await till.clock.pass(10);
  const since = known()?.firstUnknownAt ?? Number.NaN;
  expect(Math.abs(since - begun)).toBeLessThanOrEqual(1_000);
});
