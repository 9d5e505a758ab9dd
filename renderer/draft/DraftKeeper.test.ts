import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Draft } from '../../app/draft/draft.ts';
import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import { DraftKeeper } from './DraftKeeper.ts';

const draft: Draft = {
  requestId: 'a'.repeat(32),
  operatorId: '1',
  member: { ...EMPTY_MEMBER, mobile: '1' },
  consent: null,
  correctionOf: null,
  chosen: null,
  isLocked: false,
};

const done = { ok: true, value: null } as const;

let told: (Draft | 'drop')[];
let form: Draft | null;
/** Somebody else waits behind the form. */
let isMore: boolean;
let keeper: DraftKeeper;
/** What main answers: done, or not now. */
let isDone: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  form = draft;
  isMore = false;
  isDone = true;
  const done = async () =>
    isDone
      ? ({ ok: true, value: null } as const)
      : ({ ok: false, error: { code: 'store.failed' } } as const);
  keeper = new DraftKeeper(
    {
      keepDraft: (given) => {
        told.push(given);
        return done();
      },
      dropDraft: () => {
        told.push('drop');
        return done();
      },
    },
    { worth: () => form, isMore: () => isMore },
  );
});
afterEach(() => vi.useRealTimers());

describe('what is typed', () => {
  test('is kept at most 300 ms after each key, also while the hand goes on', () => {
    for (let key = 1; key <= 10; key += 1) {
      form = { ...draft, member: { ...EMPTY_MEMBER, mobile: '1'.repeat(key) } };
      keeper.touch();
      vi.advanceTimersByTime(100);
    }
    expect(told.length).toBeGreaterThanOrEqual(3);
    vi.advanceTimersByTime(300);
    expect(told.at(-1)).toEqual(form);
  });

  test('is said to be kept once main has answered, and not before', async () => {
    let answer = () => {};
    const bridge = {
      keepDraft: () =>
        new Promise<{ ok: true; value: null }>((resolve) => {
          answer = () => resolve({ ok: true, value: null });
        }),
      dropDraft: async () => ({ ok: true, value: null }) as const,
    };
    const slow = new DraftKeeper(bridge, { worth: () => form, isMore: () => false });
    let isKept: boolean | null = null;
    const keeping = slow.kept().then((said) => {
      isKept = said;
    });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(isKept).toBeNull();
    answer();
    await keeping;
    expect(isKept).toBe(true);
    // Where nothing is to be kept there is nothing to wait for.
    form = null;
    expect(await slow.kept()).toBe(true);
    expect(await slow.kept()).toBe(true);
  });

  test('is not said to be kept where main refuses it or answers nothing, nor as long as an earlier one has the place', async () => {
    isDone = false;
    expect(await keeper.kept()).toBe(false);
    isDone = true;
    expect(await keeper.kept()).toBe(true);
    keeper.hold();
    expect(await keeper.kept()).toBe(false);
    form = null;
    expect(await keeper.kept()).toBe(true);
    keeper.release();
    // What is to go and does not is nobody's.
    isDone = false;
    expect(await keeper.kept()).toBe(true);
    const gone = { keepDraft: () => Promise.reject(new Error()), dropDraft: async () => done };
    const typed = { worth: () => draft, isMore: () => false };
    expect(await new DraftKeeper(gone, typed).kept()).toBe(false);
  });

  test('is not said to be kept where somebody waits behind it, for whom the disk has no place', async () => {
    isMore = true;
    expect(await keeper.kept()).toBe(false);
    // What the disk has a place for is there all the same.
    expect(told).toEqual([draft]);
    isMore = false;
    expect(await keeper.kept()).toBe(true);
  });

  test('is not kept any more once it is saved or dropped', () => {
    keeper.touch();
    keeper.saved();
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([]);
    keeper.flush();
    keeper.touch();
    form = null;
    keeper.drop();
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([draft, 'drop']);
  });

  test('and is all taken out again is dropped, once', () => {
    keeper.flush();
    form = null;
    keeper.touch();
    vi.advanceTimersByTime(300);
    keeper.touch();
    vi.advanceTimersByTime(300);
    expect(told).toEqual([draft, 'drop']);
  });

  test('takes no place on the disk from what is still to come back, and removes nothing of it', () => {
    keeper.hold();
    keeper.touch();
    vi.advanceTimersByTime(1_000);
    keeper.flush();
    keeper.saved();
    keeper.drop();
    expect(told).toEqual([]);
    keeper.release();
    vi.advanceTimersByTime(300);
    expect(told).toEqual([draft]);
  });

  test('is gone after a hold where nothing stands in the form', () => {
    keeper.hold();
    keeper.saved();
    form = null;
    keeper.release();
    vi.advanceTimersByTime(300);
    expect(told).toEqual(['drop']);
  });

  test('leaves the disk to a save that is under way', () => {
    keeper.touch();
    keeper.pause();
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([]);
  });
});

describe('what is to go', () => {
  const NEXT = { ...draft, requestId: 'b'.repeat(32) };
  const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

  test('is tried again for as long as main says that it is still there, and then no more', async () => {
    keeper.flush();
    form = null;
    isDone = false;
    keeper.drop();
    await pass(11_000);
    expect(told).toEqual([draft, 'drop', 'drop', 'drop']);
    isDone = true;
    await pass(60_000);
    expect(told).toHaveLength(5);
  });

  test('is tried again where the keys have taken everything out of the form, as where F2 has', async () => {
    keeper.flush();
    form = null;
    isDone = false;
    keeper.touch();
    await pass(6_000);
    expect(told).toEqual([draft, 'drop', 'drop']);
  });

  test('is not taken for gone by the answer to what was kept before it', async () => {
    keeper.flush();
    form = null;
    isDone = false;
    keeper.drop();
    await pass(6_000);
    expect(told).toEqual([draft, 'drop', 'drop']);
  });

  test('has made room once the next customer is on the disk', async () => {
    keeper.flush();
    form = null;
    isDone = false;
    keeper.drop();
    await pass(1_000);
    form = NEXT;
    isDone = true;
    keeper.touch();
    await pass(60_000);
    expect(told).toEqual([draft, 'drop', NEXT]);
  });

  test('makes room for what waits for the form; where that cannot be kept it goes all the same', async () => {
    keeper.flush();
    form = NEXT;
    isDone = false;
    keeper.drop();
    await pass(0);
    expect(told).toEqual([draft, NEXT]);
    isDone = true;
    await pass(60_000);
    expect(told).toEqual([draft, NEXT, 'drop', NEXT]);
  });

  test('waits for the end of a save that is under way', async () => {
    keeper.flush();
    form = null;
    isDone = false;
    keeper.drop();
    await pass(1_000);
    form = NEXT;
    isDone = true;
    keeper.pause();
    await pass(9_000);
    expect(told).toEqual([draft, 'drop']);
    form = null;
    keeper.saved();
    await pass(5_000);
    expect(told).toEqual([draft, 'drop', 'drop']);
  });
});
