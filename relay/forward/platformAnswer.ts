import { isUtf8 } from 'node:buffer';
import { classify } from '../../app/gateway/classify.ts';
import type { Outcome } from '../../app/gateway/outcome.ts';
import { customerSaveMethod } from '../../platform/protocol/call.ts';

/** An answer as it came off the wire. */
export interface RawAnswer {
  status: number;
  /** As it came, or null where there was none. */
  contentType: string | null;
  date: string | null;
  body: Buffer;
}

const ROOT = `${customerSaveMethod.replaceAll('.', '_')}_response`;

/** A whole document with one of the two roots of the API. Nothing of the platform's has attributes. */
const DOCUMENT = new RegExp(
  `^\\s*(?:<\\?xml[^>]*\\?>\\s*)?<(error_response|${ROOT})>([\\s\\S]*)</\\1>\\s*$`,
);

const FIELDS = [
  ...['code', 'msg', 'sub_code', 'sub_msg', 'result_code', 'biz_success'],
  // The platform's own name for the call.
  'request_id',
];

/**
 * What an answer says, by the till's own rules (`app/gateway/classify.ts`), and its text as the platform's JSON; of class
 * `unreachable` where it is none of this API in the format that was asked for.
 */
export function outcomeOf(
  { status, date, body }: RawAnswer,
  format: string | undefined,
): { outcome: Outcome; text: string } {
  const text = jsonIn(body, format);
  const answer = { kind: 'http', status, bodyText: text, date: date ?? '' } as const;
  return { outcome: classify({ ...answer, mayBeSecond: false }), text };
}

/** An answer in the format that was asked for, as the platform's JSON. */
function jsonIn(body: Buffer, format: string | undefined): string {
  const text = isUtf8(body) ? body.toString('utf8') : '';
  return format === 'json' ? text : jsonOf(text);
}

/** The fields that are read, as the platform's JSON would have them; empty text where it is no answer of the API. */
function jsonOf(xml: string): string {
  const [, root, content = ''] = DOCUMENT.exec(xml) ?? [];
  if (root === undefined) return '';
  const fields = Object.fromEntries(
    FIELDS.flatMap((name) => {
      const [, value] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(content) ?? [];
      return value === undefined ? [] : [[name, truthOf(value)]];
    }),
  );
  const { request_id } = fields;
  return JSON.stringify({ [root]: root === ROOT ? { result: fields, request_id } : fields });
}

function truthOf(text: string): string | boolean {
  return text === 'true' || text === 'false' ? text === 'true' : text;
}
