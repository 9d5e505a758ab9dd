import { createSave } from './createSave.ts';
import type { Save } from './save.ts';

/** A save for tests: pending, sequence 1, with whatever a test cares about. One that is closed is so by the manager. */
export function aSave(parts: Partial<Save> = {}): Save {
  const sequence = parts.sequence ?? 1;
  const created = createSave({
    requestId: String(sequence).padStart(32, '0'),
    sequence,
    brandId: '1',
    shopId: null,
    app: null,
    sealedBody: 'sealed',
    contentKey: null,
    identityKeys: [`person-${sequence}`],
    masked: { mobile: '138****8000', name: '张*' },
    operatorId: '2392313',
    createdAt: 0,
    correctionOf: null,
    consent: null,
  });
  const closedReason = parts.state === 'discarded' ? 'manager' : null;
  return { ...created, closedReason, ...parts };
}
