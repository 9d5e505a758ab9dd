/** The root of the API's own answers (API page). `error_response` is every API's. */
const ROOT = 'alibaba_alsc_crm_open_customer_save_response';

/** What the simplified shape has under `result`; somebody else's JSON has none of it. */
const OWN_FIELDS = ['biz_success', 'result_code', 'result_desc', 'result_view'];

/** Fields of an answer, of whatever shape they came in. */
export type Fields = Readonly<Record<string, unknown>>;

/** Which of the API's shapes a text has. What the fields say is for `classify` to read. */
export type Answer =
  | { kind: 'result'; fields: Fields; traceId: string }
  | { kind: 'error'; fields: Fields }
  | { kind: 'not-json' }
  | { kind: 'unexpected-json' };

/** The API's own root and the simplified shape are told from any other JSON; nothing in them has to be there. */
export function readAnswer(bodyText: string): Answer {
  const json = parseJson(bodyText);
  if (json === undefined) return { kind: 'not-json' };
  if (!isObject(json)) return { kind: 'unexpected-json' };
  if (Object.hasOwn(json, 'error_response')) {
    return { kind: 'error', fields: fieldsOf(json.error_response) };
  }
  const root = Object.hasOwn(json, ROOT) ? fieldsOf(json[ROOT]) : simplified(json);
  if (root === null) return { kind: 'unexpected-json' };
  return { kind: 'result', fields: fieldsOf(root.result), traceId: textOf(root.request_id) };
}

/** What the platform calls the call that it answers, or empty text. */
export function traceIdOf(bodyText: string): string {
  const answer = readAnswer(bodyText);
  if (answer.kind === 'error') return textOf(answer.fields.request_id);
  return answer.kind === 'result' ? answer.traceId : '';
}

/** Whether a text that was cut off begins as the API's own answers do, the simplified shape aside. */
export function beginsAsAnswer(text: string): boolean {
  const [, name] = /^\s*\{\s*"(\w{1,64})"/.exec(text) ?? [];
  return name === ROOT || name === 'error_response';
}

/** A field that should be text, as text: numbers and truth values as they are written, anything else is empty. */
export function textOf(value: unknown): string {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}

function simplified(json: Fields): Fields | null {
  const result = fieldsOf(json.result);
  return OWN_FIELDS.some((name) => Object.hasOwn(result, name)) ? json : null;
}

function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function parseJson(bodyText: string): unknown {
  try {
    // As files, answers come with a byte order mark where somebody's tool puts one there.
    return JSON.parse(bodyText.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}
