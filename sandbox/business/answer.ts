import type { Refusal } from '../../platform/protocol/refusal.ts';

/** A result of the API itself that says no, under HTTP 200 and without an `error_response`. */
interface BusinessFailure {
  resultCode: string;
  resultDesc: string;
  resultView: string;
}

/** What the gateway has to say, before it is put into JSON or XML. */
export type Answer =
  | { kind: 'success'; customerId: string; replayed: boolean }
  | { kind: 'bizFailure'; failure: BusinessFailure }
  | { kind: 'error'; refusal: Refusal };
