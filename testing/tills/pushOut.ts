import { expect } from 'vitest';
import type { AuditTrail } from '../../main/audit/auditTrail.ts';
import { kindOf, SIZES } from '../../main/audit/trailKinds.ts';

/** So long are the lines here (characters): fewer of them do. */
const LINE = 4_000;

/** The manager does more than the trail keeps: no line of before is there any more. */
export async function pushOut(audit: AuditTrail, { bytes, files } = SIZES.manager): Promise<void> {
  const action = 'save.discarded';
  expect(kindOf(action)).toBe('manager');
  const reason = 'x'.repeat(Math.min(LINE, bytes / 4));
  const ofFile = Math.ceil(bytes / reason.length);
  for (let file = 0; file <= files; file += 1)
    await Promise.all(
      Array.from({ length: ofFile }, (_, at) =>
        audit.record({ action, operatorId: '3', slip: `S-${file}-${at}`, reason }),
      ),
    );
  const kept = (await audit.read()).lines;
  expect(new Set(kept.map((line) => line.action))).toEqual(new Set([action]));
}
