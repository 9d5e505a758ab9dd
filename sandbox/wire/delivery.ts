import type { Answer } from '../business/answer.ts';
import type { AnswerSummary } from '../business/ledger.ts';

/** What goes back over the wire, or does not. */
export type Delivery =
  | { how: 'answer'; answer: Answer }
  /** The answer's text, cut in half. */
  | { how: 'cut'; answer: Answer }
  | {
      how: 'page';
      status: number;
      body: string;
      contentType: string;
      headers: Record<string, string>;
    }
  /** Begins like this and does not end. */
  | { how: 'endless'; part: 'head' | 'body'; head: string; by: 'flood' | 'trickle' | 'packed' }
  /** No answer; the connection stays open. */
  | { how: 'silence' }
  /** No answer; the connection closes. */
  | { how: 'close' }
  /** No answer; the connection is reset. */
  | { how: 'reset' }
  /** No answer; every connection is reset. */
  | { how: 'resetAll' };

/** How the request log speaks of a delivery. */
export function summarise(delivery: Delivery): AnswerSummary {
  switch (delivery.how) {
    case 'answer':
      return summariseAnswer(delivery.answer);
    case 'cut':
    case 'endless':
      return { kind: 'http', code: 200 };
    case 'page':
      return { kind: 'http', code: delivery.status };
    case 'silence':
    case 'close':
    case 'reset':
    case 'resetAll':
      return { kind: 'none' };
  }
}

function summariseAnswer(answer: Answer): AnswerSummary {
  switch (answer.kind) {
    case 'success':
      return { kind: answer.replayed ? 'replay' : 'success' };
    case 'bizFailure':
      return { kind: 'bizFailure', code: answer.failure.resultCode };
    case 'error': {
      const { code, subCode } = answer.refusal;
      return { kind: 'error', code, ...(subCode === undefined ? {} : { subCode }) };
    }
  }
}
