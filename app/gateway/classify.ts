import type { GatewayWords, Outcome } from './outcome.ts';
import {
  type Meaning,
  meaningOf,
  meaningOfResult,
  OUTCOME_TABLE,
  type OutcomeRow,
} from './outcomeTable.ts';
import { type Fields, readAnswer, textOf } from './readAnswer.ts';

/** What came back from one call, before anybody reads a meaning into it. */
export type GatewayResponse =
  /**
   * `date`: the `Date` header, or empty text. `mayBeSecond`: the call may have been sent once before, over a connection
   * that was used again, and this be the answer to the second time. `next`: what a relay says of the backlog's next call
   * (ms), absent where nothing was said.
   */
  | {
      kind: 'http';
      status: number;
      bodyText: string;
      date: string;
      mayBeSecond: boolean;
      next?: number;
    }
  /** No complete answer. `mayHaveArrived` is false only when the request certainly never left. */
  | { kind: 'failure'; reason: string; mayHaveArrived: boolean };

/** So much of a text is kept, sealed (characters). */
const MAX_TEXT_LENGTH = 500;

/** Longer than any id of a customer (characters): it is kept, and shown, with the save. */
const MAX_ID_LENGTH = 64;

/**
 * What an answer means. Pure: decides on HTTP status, `biz_success`, `code` and `sub_code`, never on `msg`;
 * every other field is taken as it comes. Only HTTP 200 with the expected root and `biz_success === true` is
 * `accepted`. The API's own root without a verdict is `unknown`; whatever is not an answer of this API (HTML,
 * redirect, 5xx, cut JSON, no connection) is `unreachable`.
 */
export function classify(
  response: GatewayResponse,
  table: readonly OutcomeRow[] = OUTCOME_TABLE,
): Outcome {
  if (response.kind === 'failure') {
    const lost = unreachable(response.reason, response.mayHaveArrived);
    return response.reason === ANSWER_TOO_LONG ? { ...lost, class: 'unknown' } : lost;
  }
  const { status } = response;
  const answer = readAnswer(response.bodyText);
  // Errors normally come under 200; a gateway that sends them under 4xx says the same thing.
  const mayBeError = status === 200 || (status >= 400 && status < 500);
  if (answer.kind === 'error' && mayBeError) return fromError(answer.fields, table);
  if (status !== 200) return unreachable(`http-${status}`, true);
  switch (answer.kind) {
    case 'result':
      return fromResult(answer.fields, answer.traceId, table);
    case 'not-json':
      return unreachable('not-json', true);
    default:
      return unreachable('unexpected-json', true);
  }
}

/** The reason of a failure where an answer that began as the API's own was longer than one is read. */
export const ANSWER_TOO_LONG = 'answer-too-long';

/** The code of an answer of the API in which there is neither a verdict nor a code. */
export const NO_VERDICT = 'no-verdict';

function fromResult(fields: Fields, traceId: string, table: readonly OutcomeRow[]): Outcome {
  const code = textOf(fields.result_code);
  const description = textOf(fields.result_desc);
  const words: GatewayWords = {
    code,
    subCode: '',
    text: (textOf(fields.result_view) || description).slice(0, MAX_TEXT_LENGTH),
    traceId,
  };
  switch (fields.biz_success) {
    case true:
      return { ...words, class: 'accepted', customerId: readCustomerId(fields.result) };
    case false:
      return withMeaning(words, meaningOfResult(code, table), description);
    default:
      return { ...words, code: code || NO_VERDICT, class: 'unknown' };
  }
}

function fromError(fields: Fields, table: readonly OutcomeRow[]): Outcome {
  const code = textOf(fields.code);
  const subCode = textOf(fields.sub_code);
  const [message, subMessage] = [textOf(fields.msg), textOf(fields.sub_msg)];
  const words: GatewayWords = {
    code: code || NO_VERDICT,
    subCode,
    text: (subMessage || message).slice(0, MAX_TEXT_LENGTH),
    traceId: textOf(fields.request_id),
  };
  return withMeaning(words, meaningOf(code, subCode, table), `${message} ${subMessage}`);
}

function withMeaning(words: GatewayWords, meaning: Meaning, message: string): Outcome {
  const { class: kind, problem, atFirst } = meaning;
  switch (kind) {
    case 'quota':
      return { ...words, class: kind, banSeconds: readBan(message) };
    case 'clock':
      return { ...words, class: kind, replay: atFirst === 'sign-again' };
    case 'configuration':
      return { ...words, class: kind, problem, atFirst };
    default:
      return { ...words, class: kind };
  }
}

function unreachable(
  reason: string,
  mayHaveArrived: boolean,
): Extract<Outcome, { class: 'unreachable' }> {
  return {
    class: 'unreachable',
    code: `transport.${reason}`,
    subCode: '',
    text: '',
    traceId: '',
    mayHaveArrived,
  };
}

/**
 * The documentation's own sample says `"true"`: an id only when it is something else. A number too large for a
 * double has lost digits already, and a text as long as the whole answer is none: no id is better than a wrong one.
 */
function readCustomerId(result: unknown): string | null {
  if (typeof result === 'number' && !Number.isSafeInteger(result)) return null;
  const id = textOf(result);
  return id.length > MAX_ID_LENGTH || ['', 'true', 'false'].includes(id) ? null : id;
}

/**
 * "This ban will last for N more seconds", seen from 1 to 31062, taken with separators of thousands as well.
 * The one place where a text is read.
 */
function readBan(message: string): number | null {
  const [, digits] = /ban will last for (\d[\d,]{0,14}) more second/i.exec(message) ?? [];
  return digits === undefined ? null : Number(digits.replaceAll(',', ''));
}
