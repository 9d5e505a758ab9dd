import { z } from 'zod';
import { redactPhones } from '../member/mask.ts';
import type { GatewayWords, Outcome } from './outcome.ts';
import { classOf, classOfResult, OUTCOME_TABLE, type OutcomeRow } from './outcomeTable.ts';

/** What came back from one call, before anybody reads a meaning into it. */
export type GatewayResponse =
  /** `date`: the `Date` header, or empty text. */
  | { kind: 'http'; status: number; bodyText: string; date: string }
  /** No complete answer. `mayHaveArrived` is false only when the request certainly never left. */
  | { kind: 'failure'; reason: string; mayHaveArrived: boolean };

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const optionalText = text.nullish().transform((value) => value ?? '');

const errorSchema = z.object({
  error_response: z.object({
    code: text,
    msg: optionalText,
    sub_code: optionalText,
    sub_msg: optionalText,
    request_id: optionalText,
  }),
});

/** A number too large for a double has lost digits already: no id is better than a wrong one. */
const idText = z
  .union([z.string(), z.number(), z.boolean()])
  .nullish()
  .transform((id) => (typeof id === 'number' && !Number.isSafeInteger(id) ? '' : String(id ?? '')));

const resultSchema = z.object({
  biz_success: z.boolean(),
  result: idText,
  result_code: optionalText,
  result_desc: optionalText,
  result_view: optionalText,
});

const successSchema = z.object({
  alibaba_alsc_crm_open_customer_save_response: z.object({
    result: resultSchema,
    request_id: optionalText,
  }),
});

const simplifiedSchema = z.object({ result: resultSchema, request_id: optionalText });

const MAXIMUM_TEXT = 500;

/**
 * What an answer means. Pure: decides on HTTP status, JSON shape, `code` and `sub_code`, never on
 * `msg`. Only HTTP 200 with the expected root and `biz_success === true` is `accepted`; whatever is
 * not an answer of this API (HTML, redirect, 5xx, cut JSON, no connection) is `unreachable`.
 */
export function classify(
  response: GatewayResponse,
  table: readonly OutcomeRow[] = OUTCOME_TABLE,
): Outcome {
  if (response.kind === 'failure') {
    return unreachable(response.reason, response.mayHaveArrived);
  }
  const json = parseJson(response.bodyText);
  const error = isObject(json) && 'error_response' in json ? errorSchema.safeParse(json) : null;
  // Errors normally come under 200; a gateway that sends them under 4xx says the same thing.
  if (error?.success && response.status < 500) {
    return fromError(error.data.error_response, table);
  }
  if (response.status !== 200) return unreachable(`http-${response.status}`, true);
  if (json === undefined) return unreachable('not-json', true);
  const success = successSchema.safeParse(json);
  if (success.success) {
    const { result, request_id } = success.data.alibaba_alsc_crm_open_customer_save_response;
    return fromResult(result, request_id, table);
  }
  const simplified = simplifiedSchema.safeParse(json);
  if (simplified.success) {
    return fromResult(simplified.data.result, simplified.data.request_id, table);
  }
  return unreachable('unexpected-json', true);
}

function fromResult(
  result: z.infer<typeof resultSchema>,
  traceId: string,
  table: readonly OutcomeRow[],
): Outcome {
  const words: GatewayWords = {
    code: result.result_code,
    subCode: '',
    text: shown(result.result_view || result.result_desc),
    traceId,
  };
  if (result.biz_success) {
    return { ...words, class: 'accepted', customerId: readCustomerId(result.result) };
  }
  return withClass(words, classOfResult(result.result_code, table), result.result_desc);
}

function fromError(
  error: z.infer<typeof errorSchema>['error_response'],
  table: readonly OutcomeRow[],
): Outcome {
  const words: GatewayWords = {
    code: error.code,
    subCode: error.sub_code,
    text: shown(error.sub_msg || error.msg),
    traceId: error.request_id,
  };
  return withClass(
    words,
    classOf(error.code, error.sub_code, table),
    `${error.msg} ${error.sub_msg}`,
  );
}

function withClass(
  words: GatewayWords,
  errorClass: ReturnType<typeof classOf>,
  message: string,
): Outcome {
  if (errorClass === 'quota') return { ...words, class: 'quota', banSeconds: readBan(message) };
  if (errorClass === 'clock') {
    return { ...words, class: 'clock', replay: words.subCode === 'isv.request-replay-error' };
  }
  return { ...words, class: errorClass };
}

function unreachable(reason: string, mayHaveArrived: boolean): Outcome {
  return {
    class: 'unreachable',
    code: `transport.${reason}`,
    subCode: '',
    text: '',
    traceId: '',
    mayHaveArrived,
  };
}

/** The documentation's own sample says `"true"`: an id only when it is something else. */
function readCustomerId(result: string): string | null {
  return ['', 'true', 'false'].includes(result) ? null : result;
}

/** "This ban will last for N more seconds", seen from 1 to 31062. The one place where a text is read. */
function readBan(message: string): number | null {
  const match = /ban will last for (\d{1,7}) more second/i.exec(message);
  return match ? Number(match[1]) : null;
}

/** The gateway may echo what it was sent: no plain phone number is kept or shown. */
function shown(message: string): string {
  return redactPhones(message).slice(0, MAXIMUM_TEXT);
}

function isObject(json: unknown): json is object {
  return typeof json === 'object' && json !== null;
}

function parseJson(bodyText: string): unknown {
  try {
    return JSON.parse(bodyText);
  } catch {
    return undefined;
  }
}
