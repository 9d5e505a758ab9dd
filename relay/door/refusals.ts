import { type Refusal, refuseForBan } from '../../platform/protocol/refusal.ts';
import { refuseReplay } from '../../platform/protocol/signatureChecks.ts';
import type { Admission } from '../state/relayState.ts';
import { later } from './later.ts';
import type { CallRecord, Reply, Served } from './reply.ts';

/** `next`: as in `Served`. */
export function refused(refusal: Refusal, next: number | null = 0): Served {
  const reply: Reply = { kind: 'refused', refusal };
  return { reply, next };
}

/** What a call is told that the schedule, or the state behind it, does not let go now. */
export function notAdmitted(
  admission: Exclude<Admission, { kind: 'go' | 'record-changed' }>,
  record: CallRecord,
): Served {
  switch (admission.kind) {
    case 'away':
      return refused(later('relay-state-away'));
    case 'replayed':
      return refused(refuseReplay());
    case 'appointment':
      record.later = { kind: 'appointment', left: admission.next };
      return refused(refuseForBan(secondsOf(admission.next)), admission.next);
    case 'banned':
      record.later = { kind: 'banned', left: admission.left };
      return refused(refuseForBan(secondsOf(admission.left)), null);
  }
}

/** Whole seconds, as the platform says them: never fewer than are left. */
function secondsOf(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1_000));
}

/** To a till it is as if the call had never been sent. */
export function saysNothingLeft(reply: Reply): boolean {
  if (reply.kind !== 'refused') return false;
  const { code, subCode = '' } = reply.refusal;
  return code === 7 || subCode.startsWith('isp.relay-');
}
