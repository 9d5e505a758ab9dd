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

/** What the gateway said, kept for the cashier and for support. Empty text where it said nothing. */
export interface GatewayWords {
  /** `code` of an error, or `result_code` of a business answer; `transport.*` where there was no answer. */
  code: string;
  subCode: string;
  /** Text meant to be shown: `result_view`, `sub_msg` or `msg`. */
  text: string;
  /** The gateway's trace id (`request_id` of the response). It is not our request id. */
  traceId: string;
}

export type Outcome =
  | (GatewayWords & { class: 'accepted'; customerId: string | null })
  /** `banSeconds`: how long the gateway refuses calls, or null where it did not say. */
  | (GatewayWords & { class: 'quota'; banSeconds: number | null })
  | (GatewayWords & { class: 'configuration' })
  /** `replay`: the gateway saw this sign and timestamp before; that is no fault of the clock. */
  | (GatewayWords & { class: 'clock'; replay: boolean })
  | (GatewayWords & { class: 'rejected' })
  | (GatewayWords & { class: 'later' })
  | (GatewayWords & { class: 'unknown' })
  /** `mayHaveArrived`: false only where it is certain that the gateway never saw the request. */
  | (GatewayWords & { class: 'unreachable'; mayHaveArrived: boolean });

/** An outcome as it is kept with a save. */
export interface OutcomeRecord extends GatewayWords {
  class: OutcomeClass;
}
