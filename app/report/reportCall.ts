import { classify, type GatewayResponse } from '../gateway/classify.ts';
import type { Outcome } from '../gateway/outcome.ts';

/** A till's report travels as a call of the platform's own protocol (`docs/relay.md`): this method, with this argument. */
export const REPORT_METHOD = 'tillside.till.report';
export const REPORT_ARGUMENT = 'report';

/** What a relay answers to a report that it has taken has this root, as the platform's answers have theirs. */
export const REPORT_ROOT = 'tillside_till_report_response';

/** Who does not know the method is no relay, and may count each call: it is not asked again for so long (s). */
const NO_RELAY_SECONDS = 60 * 60;

/** What has become of a report. */
export type ReportFate =
  | { kind: 'taken' }
  /**
   * `code`: of the answer, or `transport.*` where there was none. `isClock`: the answer's `Date` says better what time it
   * is. `waitSeconds`: for so long no call of this till is welcome, or null.
   */
  | { kind: 'lost'; code: string; isClock: boolean; waitSeconds: number | null };

/** What an answer says of a report. Nothing but the relay's own root takes one: whatever else comes is not from a relay. */
export function fateOf(response: GatewayResponse): ReportFate {
  if (isTaken(response)) return { kind: 'taken' };
  const outcome = classify(response);
  return {
    kind: 'lost',
    code: outcome.subCode || outcome.code,
    isClock: outcome.class === 'clock',
    waitSeconds: waitAfter(outcome),
  };
}

function waitAfter(outcome: Outcome): number | null {
  if (outcome.class === 'quota') return outcome.banSeconds;
  const isNoRelay = outcome.class === 'configuration' && outcome.problem === 'methodUnknown';
  return isNoRelay ? NO_RELAY_SECONDS : null;
}

function isTaken(response: GatewayResponse): boolean {
  if (response.kind !== 'http' || response.status !== 200) return false;
  try {
    const answer: unknown = JSON.parse(response.bodyText);
    return typeof answer === 'object' && answer !== null && Object.hasOwn(answer, REPORT_ROOT);
  } catch {
    return false;
  }
}
