import type { GatewayAccount } from '../../app/settings/provision.ts';
import { sign } from '../../main/gateway/sign.ts';
import { signedForm } from '../../main/gateway/signedForm.ts';

/** One call, ready to leave. */
export interface CallForm {
  verb: string;
  /** The body, as `application/x-www-form-urlencoded`. */
  text: string;
}

/** What is wrong with a call, in the words of the checks that should notice it. */
export const DEFECTS = [
  'verb',
  'encoding',
  'method',
  'format',
  'version',
  'app key',
  'timestamp',
  'sign',
  'session',
] as const;
export type Defect = (typeof DEFECTS)[number];

/** A session token that nobody has. */
const WRONG_SESSION = 'ask-platform-wrong-session';

const HOUR = 3_600_000;

/** As the till sends it: `body` null leaves the argument out, and nothing can be saved. */
export function goodForm(
  account: GatewayAccount,
  body: string | null,
  timestamp: string,
): CallForm {
  return { verb: 'POST', text: signedForm(account, body, timestamp) };
}

/** The till's own call without its argument, then spoilt: signed anew, unless the sign is the defect. */
export function spoiltForm(
  account: GatewayAccount,
  defects: ReadonlySet<Defect>,
  timestampAt: (shift: number) => string,
): CallForm {
  const shift = defects.has('timestamp') ? -HOUR : 0;
  const good = signedForm(account, null, timestampAt(shift));
  const parameters = Object.fromEntries(new URLSearchParams(good));
  if (defects.has('method')) parameters.method = 'alibaba.alsc.crm.open.customer.unknown';
  if (defects.has('format')) parameters.format = 'yaml';
  if (defects.has('version')) parameters.v = '9.9';
  if (defects.has('app key')) parameters.app_key = '1';
  if (defects.has('session')) parameters.session = WRONG_SESSION;
  const signMethod = account.signMethod ?? 'hmac-sha256';
  const right = sign(parameters, account.appSecret, signMethod);
  parameters.sign = defects.has('sign') ? '0'.repeat(right.length) : right;
  const text = new URLSearchParams(parameters).toString();
  return {
    verb: defects.has('verb') ? 'PUT' : 'POST',
    // A byte that is no UTF-8; it comes after the sign, as a broken client's would.
    text: defects.has('encoding') ? `${text}&remark=%FF` : text,
  };
}
