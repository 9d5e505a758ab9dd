import { MEMBER_FIELDS, TIME_OF_DAY } from '../member/memberFields.ts';
import { ANSWER_TOO_LONG, NO_VERDICT } from './classify.ts';
import type { GatewayWords, OutcomeRecord } from './outcome.ts';

/** Longer than any published code. */
const MAX_CODE_LENGTH = 64;

/** More digits than this in a code are somebody's number, or a date. */
const MAX_DIGITS = 5;

/** So many characters in a row are no accident: a part of what was sent. */
const TELLTALE = 5;

/** In a number as long as a customer id, five digits in a row are one. */
const TELLTALE_OF_ID = 7;

/** Codes of our own, for answers that have none. */
const OUR_CODES: readonly string[] = [NO_VERDICT, `transport.${ANSWER_TOO_LONG}`];

/** What stands where a code was none, or named a person. */
const HIDDEN = '***';

/** The time of day of a birthday, which is everybody's. */
const AT_NO_TIME = new RegExp(`${TIME_OF_DAY}$`);

/** The fields of a body that are a person's. */
const PERSONAL = Object.values(MEMBER_FIELDS)
  .filter(({ isPersonal }) => isPersonal)
  .map(({ wireName }) => wireName);

/** Letters, digits and the punctuation between them, in parts: `isv.invalid-parameter:outer_id`. */
const WORD = /^(?:[A-Za-z]*\d*|\d+[A-Za-z]+)$/;
const MOBILE = /^(?:86)?1[3-9]\d{9}$/;

/** What was sent of a person, without case and punctuation: the whole values, and the single words in them. */
interface Sent {
  values: readonly string[];
  words: ReadonlySet<string>;
}

const NOTHING: Sent = { values: [], words: new Set() };

type Answered = OutcomeRecord & GatewayWords & { customerId?: string | null };

/**
 * An outcome whose codes can be read by anybody. The gateway may echo what it was sent, or what somebody else had
 * sent, in any of its fields: what has not the shape of a code, or shares something with the person's own values,
 * is hidden from codes, and an id that may be a number or a code of a person is none. What was hidden stands in
 * the text, which is sealed. `body`: the frozen JSON text.
 */
export function withoutEchoes<Said extends Answered>(outcome: Said, body: string): Said {
  const sent = read(body);
  // Where there was no answer, the code is our own.
  const sentInCodes = outcome.class === 'unreachable' ? NOTHING : sent;
  const code = asCode(outcome.code, sentInCodes);
  const subCode = asCode(outcome.subCode, sentInCodes);
  const isWhole = code === outcome.code && subCode === outcome.subCode;
  const text = isWhole ? outcome.text : withCodes(outcome);
  const clean = { ...outcome, code, subCode, text };
  const { customerId = null } = outcome;
  if (customerId === null || !isSomebodys(customerId, sent)) return clean;
  return { ...clean, customerId: null };
}

/** As much of a text as has the shape of a code. */
export function asCode(text: string, sent: Sent = NOTHING): string {
  // What is decided by numbers is decided by those of the documentation: they are nobody's.
  if (/^\d{0,3}$/.test(text) || OUR_CODES.includes(text)) return text;
  if (text.length > MAX_CODE_LENGTH) return HIDDEN;
  const kept: string[] = [];
  for (const part of text.split(':')) {
    const isClean = hasShape([...kept, part].join(':')) && !isEcho(part, sent);
    kept.push(isClean ? part : HIDDEN);
    if (!isClean) break;
  }
  return kept.join(':');
}

function hasShape(code: string): boolean {
  const digits = code.replace(/\D/g, '').length;
  return digits <= MAX_DIGITS && code.split(/[.:_-]/).every((word) => WORD.test(word));
}

function isEcho(part: string, { values, words }: Sent): boolean {
  if (part.split(/[._-]/).some((word) => words.has(fold(word)))) return true;
  const folded = fold(part);
  return values.some((value) => sharesRun(folded, value, TELLTALE));
}

/** A customer id that is, holds, or is a part of something that a person was asked for. */
function isSomebodys(id: string, { values }: Sent): boolean {
  const folded = fold(id);
  if (MOBILE.test(folded) || !/^[\w.:-]+$/.test(id)) return true;
  return values.some(
    (value) =>
      (value.length > 3 && folded.includes(value)) ||
      (folded.length > 3 && value.includes(folded)) ||
      sharesRun(folded, value, TELLTALE_OF_ID),
  );
}

function sharesRun(text: string, value: string, length: number): boolean {
  for (let start = 0; start + length <= text.length; start += 1) {
    if (value.includes(text.slice(start, start + length))) return true;
  }
  return false;
}

function read(body: string): Sent {
  const fields = fieldsOf(body);
  const texts = PERSONAL.flatMap((name) => {
    const value = fields[name];
    return typeof value === 'string' ? value.replace(AT_NO_TIME, '') : [];
  });
  const words = texts.flatMap((text) => plain(text).split(/[^a-z0-9]+/));
  return { values: texts.map(fold), words: new Set(words.filter((word) => word.length > 1)) };
}

/** None where it is no body that a form makes: a folder that was set aside may have anything sealed by a key of its own. */
function fieldsOf(body: string): Partial<Record<string, unknown>> {
  try {
    return Object(JSON.parse(body));
  } catch {
    return {};
  }
}

/** What a code can hold of a text. */
function fold(text: string): string {
  return plain(text).replace(/[^a-z0-9]+/g, '');
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function withCodes({ code, subCode, text }: GatewayWords): string {
  const said = [code, subCode].map((one) => one.slice(0, MAX_CODE_LENGTH)).filter(Boolean);
  return [text, ...said].filter(Boolean).join(' ');
}
