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

let told: (Draft | 'drop')[];
let form: Draft | null;
let keeper: DraftKeeper;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  form = draft;
  const done = async () => ({ ok: true, value: null }) as const;
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
    () => form,
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

  test('is not kept any more once it is saved or dropped', () => {
    keeper.touch();
    keeper.saved();
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([]);
    keeper.flush();
    keeper.touch();
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
