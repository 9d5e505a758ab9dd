import { expect, test } from 'vitest';
import type { OutboxView, StoreWarning } from '../../app/outbox/outboxView.ts';
import { bannersOf } from './bannersOf.ts';

const view = (warnings: StoreWarning['code'][]): OutboxView => ({
  counts: { pending: 0, sending: 0, accepted: 0, held: 0, discarded: 0 },
  waiting: 0,
  today: 0,
  oldestWaitingAt: null,
  pause: { kind: 'unreachable', retryAt: null },
  clockOffsetSeconds: null,
  progress: null,
  otherApps: [],
  recent: [],
  warnings: warnings.map((code) => ({ code, detail: '' })),
});

test('what keeps members from being saved stands first, then why the queue pauses, and last what may stand there for good', () => {
  const codes: StoreWarning['code'][] = [
    'store.weak-protection',
    'store.torn-tail',
    'store.space-low',
    'store.disk-full',
    'store.file-stuck',
    'store.read-only',
  ];
  expect(bannersOf(view(codes)).map(({ kind }) => kind)).toEqual([
    'store.disk-full',
    'store.read-only',
    'unreachable',
    'store.weak-protection',
    'store.torn-tail',
    'store.space-low',
    'store.file-stuck',
  ]);
});
