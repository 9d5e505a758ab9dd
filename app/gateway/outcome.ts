import type { FieldName } from '../member/memberFields.ts';
import type { PlatformProblem } from './connectionProblems.ts';
import type { AtFirst } from './outcomeTable.ts';

/**
 * What an answer (or its absence) means for the outbox. The classes and their codes come from the
 * platform's error documentation; the table is data in `outcomeTable.json`.
 */
export type OutcomeClass =
  | 'accepted'
  | 'quota'
  | 'configuration'
  | 'clock'
  | 'rejected'
  | 'later'
  | 'unknown'
  | 'unreachable';

/** What an answer is known by, in lists and in the log. Empty text where it has none. */
export interface AnswerCodes {
  /** `code` of an error, or `result_code` of a business answer; `transport.*` where there was no answer. */
  code: string;
  subCode: string;
}

/** What the gateway said. The words may name a person: they are kept sealed, like what was sent. */
export interface GatewayWords extends AnswerCodes {
  /** Text meant to be read: `result_view`, `sub_msg` or `msg`. */
  text: string;
  /** The gateway's trace id (`request_id` of the response). It is not our request id. */
  traceId: string;
}

export type Outcome =
  | (GatewayWords & { class: 'accepted'; customerId: string | null })
  /** `banSeconds`: how long the gateway refuses calls, or null where it did not say. */
  | (GatewayWords & { class: 'quota'; banSeconds: number | null })
  /** `problem`: what is wrong with the settings, null where no row says it; `atFirst` as in the table. */
  | (GatewayWords & {
      class: 'configuration';
      problem: PlatformProblem | null;
      atFirst: AtFirst | null;
    })
  /** `replay`: the gateway saw this sign and timestamp before; that is no fault of the clock. */
  | (GatewayWords & { class: 'clock'; replay: boolean })
  | (GatewayWords & { class: 'rejected' })
  | (GatewayWords & { class: 'later' })
  | (GatewayWords & { class: 'unknown' })
  /** `mayHaveArrived`: false only where it is certain that the gateway never saw the request. */
  | (GatewayWords & { class: 'unreachable'; mayHaveArrived: boolean });

/** An outcome as it is kept with a save, readable: nothing in it is in the gateway's own words. */
export interface OutcomeRecord extends AnswerCodes {
  class: OutcomeClass;
  /** The field of the form that a refusal is about; absent or null where none was named. */
  field?: FieldName | null;
}
