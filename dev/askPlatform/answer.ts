import { z } from 'zod';
import { classify } from '../../app/gateway/classify.ts';
import { redactPhones } from '../../app/member/mask.ts';
import { readXmlAnswer } from './xmlAnswer.ts';

/** One answer as the report keeps it. Empty text: the platform did not say it. */
export const answerSchema = z.strictObject({
  /** `foreign`: not of the API (a page, a redirect); `failure`: no answer. */
  kind: z.enum(['accepted', 'business', 'error', 'foreign', 'failure']),
  httpStatus: z.number().nullable(),
  format: z.enum(['json', 'xml', 'other']),
  code: z.string(),
  /** JSON has a number or a string there. */
  codeType: z.string(),
  subCode: z.string(),
  resultCode: z.string(),
  /** What `result` holds, as it came. */
  result: z.string(),
  text: z.string(),
  traceId: z.string(),
  /** What the till's own table makes of it. */
  meaning: z.string(),
  /** The answer's `Date` minus our clock (s), or null without one. */
  dateOffset: z.number().nullable(),
  /** The few headers that are a question. */
  headers: z.record(z.string(), z.string()),
});
export type Answer = z.infer<typeof answerSchema>;

/** What came over the wire. `body` is cut off at a limit. */
export interface RawAnswer {
  status: number;
  body: string;
  headers: Headers;
}

type Tree = Record<string, unknown>;

const MAXIMUM_TEXT = 300;
const TOLD_HEADERS = /limit|quota|rate|retry|ban|^(connection|keep-alive|server|content-type)$/i;
const ROOT = 'alibaba_alsc_crm_open_customer_save_response';

/** Reads an answer leniently: whatever is there is kept, the till's own reading beside it. */
export function readAnswer({ status, body, headers }: RawAnswer, now: number): Answer {
  const json = parse(body);
  const tree = json ?? readXmlAnswer(body);
  const date = Date.parse(headers.get('date') ?? '');
  const response = {
    kind: 'http' as const,
    status,
    bodyText: JSON.stringify(tree) ?? '',
    date: headers.get('date') ?? '',
    mayBeSecond: false,
  };
  return {
    ...wordsOf(tree),
    httpStatus: status,
    format: json ? 'json' : tree ? 'xml' : 'other',
    meaning: classify(response).class,
    dateOffset: Number.isNaN(date) ? null : Math.round((date - now) / 1_000),
    headers: Object.fromEntries(
      [...headers]
        .filter(([name]) => TOLD_HEADERS.test(name))
        .map(([name, value]) => [name, value.slice(0, MAXIMUM_TEXT)]),
    ),
  };
}

/** No answer; `reason` is a code, never a message. */
export function failedAnswer(reason: string): Answer {
  return {
    ...nothing,
    kind: 'failure',
    text: reason,
    httpStatus: null,
    format: 'other',
    meaning: 'unreachable',
    dateOffset: null,
    headers: {},
  };
}

const nothing = {
  kind: 'foreign' as Answer['kind'],
  code: '',
  codeType: '',
  subCode: '',
  resultCode: '',
  result: '',
  text: '',
  traceId: '',
};

function wordsOf(tree: Tree | undefined): typeof nothing {
  const error = treeOf(tree?.error_response);
  if (error) {
    return {
      ...nothing,
      kind: 'error',
      code: textOf(error.code),
      codeType: typeof error.code,
      subCode: textOf(error.sub_code),
      text: shown(`${textOf(error.msg)} ${textOf(error.sub_msg)}`),
      traceId: textOf(error.request_id),
    };
  }
  const root = treeOf(tree?.[ROOT]) ?? tree;
  const result = treeOf(root?.result);
  if (!result || !('biz_success' in result)) return nothing;
  return {
    ...nothing,
    kind: result.biz_success === true ? 'accepted' : 'business',
    resultCode: textOf(result.result_code),
    result: idOf(result.result),
    text: shown(textOf(result.result_view) || textOf(result.result_desc)),
    traceId: textOf(root?.request_id),
  };
}

function shown(text: string): string {
  return redactPhones(text.trim()).slice(0, MAXIMUM_TEXT);
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  // It goes to a terminal as well.
  return text.replaceAll(/\p{Cc}/gu, ' ').slice(0, MAXIMUM_TEXT);
}

/** A number too large for a double has lost digits already: no id is better than a wrong one. */
function idOf(value: unknown): string {
  return typeof value === 'number' && !Number.isSafeInteger(value) ? '' : textOf(value);
}

function treeOf(value: unknown): Tree | undefined {
  return typeof value === 'object' && value !== null ? (value as Tree) : undefined;
}

function parse(body: string): Tree | undefined {
  try {
    return treeOf(JSON.parse(body));
  } catch {
    return undefined;
  }
}
