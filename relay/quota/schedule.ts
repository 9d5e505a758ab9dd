import type { Admission, AdmitRequest } from '../state/relayState.ts';

/** What the schedule asks of a call. */
export type QuotaCall = Pick<AdmitRequest, 'appKey' | 'urgency' | 'waiting'>;

export type QuotaDecision = Extract<Admission, { kind: 'go' | 'appointment' | 'banned' }>;

/**
 * The quota of a whole chain, in memory: what `admitScript` is for relays that share a Valkey, and decides the same.
 * Times are ms of one clock that never goes back.
 */
export class QuotaSchedule {
  /** `grant`: calls a minute that the platform allows the chain, or null where nobody has said so. */
  constructor(_grant: number | null) {}

  /** Whether a call may leave, and when. What is decided counts: a call that gets `go` has its place. */
  decide(_call: QuotaCall, _now: number): QuotaDecision {
    return { kind: 'go', hold: 0, next: 0 };
  }

  /** The platform has shut the app out for so many seconds from now on. */
  banned(_seconds: number, _now: number): void {}
}
