import type { Delivery } from '../../sandbox/wire/delivery.ts';

/** What an answer means for the save that was sent, as this simulation reads the platform's papers. */
export type Verdict =
  | { kind: 'accepted' | 'clock' | 'repeated sign' }
  /** `isOfRelay`: a relay says it, and only of what nobody has been registered by. */
  | { kind: 'later'; isOfRelay: boolean }
  /** `name`: what is answered, so that the same answer to several is known. */
  | { kind: 'rejected' | 'undecidable'; name: string; isVerdict: boolean }
  | { kind: 'quota'; milliseconds: number }
  | { kind: 'configuration'; code: number }
  /** `arrived`: the gateway may have seen the call. */
  | { kind: 'no answer'; arrived: boolean };

const QUOTA = [4, 5, 6, 7, 8];
const CONFIGURATION = [
  9, 11, 12, 13, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 32, 33, 34, 42, 44, 53,
];
const REJECTED = [3, 40, 41, 43, 47];
const LATER = [10, 51, 52, 530];
const REJECTED_BY_SERVICE = ['isp.invalid-parameters', 'isp.top-mapping-parse-error'];

const BUSY =
  /^(?:SYSTEM_(?:ERROR|BUSY|EXCEPTION|TIMEOUT)|SERVICE_(?:BUSY|TIMEOUT|UNAVAILABLE)|TIMEOUT)$/;

/** Sub codes about app key, permission and session, whatever the code. */
const OF_SETTINGS =
  /^(?:isv\.(?:appkey|permission|(?:invalid-)?sessionkey)|(?:invalid-)?sessionkey)/;

/** A ban of which the gateway does not say how long it lasts. */
const UNSAID_BAN = 60_000;

/** Of a shorter one nothing is left to be told in whole seconds. */
const MIN_BAN_MS = 1_000;

/** Of a longer ban it is asked once a day whether it still holds. */
const MAX_BAN_MS = 24 * 60 * 60_000;

const ROOT = 'alibaba_alsc_crm_open_customer_save_response';

/** Reads a delivery; nothing here is shared with the program's own table. */
export function read(delivery: Delivery): Verdict {
  if (delivery.how === 'page') return readPage(delivery.status, delivery.body);
  if (delivery.how === 'endless' && delivery.head.includes(ROOT)) {
    return { kind: 'undecidable', name: 'no end', isVerdict: false };
  }
  if (delivery.how !== 'answer') return { kind: 'no answer', arrived: true };
  const { answer } = delivery;
  if (answer.kind === 'success') return { kind: 'accepted' };
  // No result code but "0" is published; by these names it is the platform itself that has no time.
  if (answer.kind === 'bizFailure') {
    if (BUSY.test(answer.failure.resultCode)) return { kind: 'later', isOfRelay: false };
    return { kind: 'undecidable', name: answer.failure.resultCode, isVerdict: true };
  }
  const { subCode = '', subMsg = '' } = answer.refusal;
  const code = Number(answer.refusal.code);
  const is = (start: string) => subCode.startsWith(start);
  if (QUOTA.includes(code) || is('accesscontrol.limited-by-') || subCode === 'isp.call-limited') {
    const seconds = /last for ([\d,]+) more/.exec(subMsg)?.[1]?.replaceAll(',', '');
    const said = seconds ? Number(seconds) * 1_000 : UNSAID_BAN;
    const milliseconds = Math.max(MIN_BAN_MS, Math.min(said, MAX_BAN_MS));
    return { kind: 'quota', milliseconds };
  }
  if (code === 31) {
    return { kind: subCode === 'isv.request-replay-error' ? 'repeated sign' : 'clock' };
  }
  const isOfSettings = OF_SETTINGS.test(subCode);
  if (isOfSettings || CONFIGURATION.includes(code)) return { kind: 'configuration', code };
  const name = `${code} ${subCode}`;
  if (REJECTED.includes(code) || is('isv.') || REJECTED_BY_SERVICE.includes(subCode)) {
    return { kind: 'rejected', name, isVerdict: true };
  }
  if (LATER.includes(code) || is('isp.')) {
    return { kind: 'later', isOfRelay: code === 10 && is('isp.relay-') };
  }
  return { kind: 'undecidable', name, isVerdict: true };
}

/** Somebody else's page, or the API's own root in a shape that nobody expects. */
function readPage(status: number, body: string): Verdict {
  const nothing: Verdict = { kind: 'no answer', arrived: true };
  if (status !== 200 || !body.startsWith('{')) return nothing;
  const json = JSON.parse(body) as Record<string, { result?: { biz_success?: unknown } }>;
  const root = json[ROOT];
  if (root?.result?.biz_success === true) return { kind: 'accepted' };
  const isOurs = root !== undefined || 'error_response' in json;
  return isOurs ? { kind: 'undecidable', name: 'nothing said', isVerdict: false } : nothing;
}
