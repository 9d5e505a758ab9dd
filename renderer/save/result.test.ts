import { expect, test } from 'vitest';
import type { SaveLine } from '../../app/outbox/outboxView.ts';
import { confirmationOf } from './result.ts';

const BEFORE: SaveLine = {
  requestId: 'before',
  slip: 'S-0001',
  masked: { mobile: '186****2226', name: '王*' },
  state: 'pending',
  createdAt: 1,
  isUpdate: false,
  attempts: 0,
  heldReason: null,
  closedReason: null,
  busyHours: null,
  madeFor: '',
  code: '',
  subCode: '',
  field: null,
  customerId: null,
  exportedAt: null,
};

const saved = {
  kind: 'saved',
  requestId: 'now',
  slip: 'S-0002',
  apartFrom: 'before',
  uncorrected: null,
  since: null,
} as const;

test('what stood in the form before is said to be saved too, unless a manager has discarded it', () => {
  const apart = (line: Partial<SaveLine>) =>
    confirmationOf(saved, [{ ...BEFORE, ...line }]).apartFrom;
  expect(apart({})).toBe('S-0001');
  expect(apart({ state: 'discarded', closedReason: 'moved' }), 'at another till').toBe('S-0001');
  expect(apart({ state: 'discarded', closedReason: 'manager' })).toBeNull();
});
