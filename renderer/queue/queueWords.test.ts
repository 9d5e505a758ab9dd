import { describe, expect, test } from 'vitest';
import { MemoryOutbox } from '../bridge/MemoryOutbox.ts';
import { ageOf, offsetOf } from './age.ts';
import { badgeTone } from './badgeTone.ts';
import { bannersOf } from './bannersOf.ts';

const masked = { mobile: '138****8000', name: '' };

describe('the badge', () => {
  test('is green only when nothing waits, is being sent or is held', () => {
    const outbox = new MemoryOutbox();
    expect(badgeTone(null)).toBe('unknown');
    expect(badgeTone(outbox.view())).toBe('done');
    outbox.add('a', '', masked, 1);
    expect(badgeTone(outbox.view())).toBe('waiting');
    outbox.change('a', { state: 'sending' });
    expect(badgeTone(outbox.view())).toBe('waiting');
    outbox.change('a', { state: 'held' });
    expect(badgeTone(outbox.view())).toBe('held');
    outbox.change('a', { state: 'accepted' });
    expect(badgeTone(outbox.view())).toBe('done');
  });

  test('tells an age in the unit that a person would use', () => {
    expect(ageOf(0, 59_000)).toEqual({ unit: 'now', count: 0 });
    expect(ageOf(0, 120_000)).toEqual({ unit: 'minutes', count: 2 });
    expect(ageOf(0, 3_600_000 * 5)).toEqual({ unit: 'hours', count: 5 });
    expect(ageOf(0, 3_600_000 * 72)).toEqual({ unit: 'days', count: 3 });
    expect(ageOf(1000, 0)).toEqual({ unit: 'now', count: 0 });
    expect(offsetOf(-7300)).toEqual({ unit: 'hours', count: 2 });
  });
});

describe('the banners', () => {
  test('show trouble of the store before a pause, and each kind once', () => {
    const outbox = new MemoryOutbox();
    outbox.pause = { kind: 'unreachable', retryAt: null };
    outbox.notices = [
      { code: 'store.set-aside', detail: 'old' },
      { code: 'store.set-aside', detail: 'new' },
    ];
    expect(bannersOf(outbox.view())).toMatchObject([
      { kind: 'store.set-aside', notice: { detail: 'new' } },
      { kind: 'unreachable' },
    ]);
    expect(bannersOf(new MemoryOutbox().view())).toEqual([]);
  });
});
