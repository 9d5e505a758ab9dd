import type { GatewayAccount } from '../../app/settings/provision.ts';
import { sign } from './sign.ts';

const METHOD = 'alibaba.alsc.crm.open.customer.save';
const ARGUMENT = 'param_customer_save_open_req';

/** A call of the platform's protocol, beside what every call has. */
export interface SignedCall {
  method: string;
  /** By its name; null: without one. */
  argument: { name: string; text: string } | null;
}

/**
 * The form of one save: `body` is the frozen JSON text and goes out byte for byte; the sign covers
 * everything else as well. Without a body (null) the call can be answered, but saves nobody.
 */
export function signedForm(
  account: GatewayAccount,
  body: string | null,
  timestamp: string,
): string {
  const argument = body === null ? null : { name: ARGUMENT, text: body };
  return formOfCall(account, { method: METHOD, argument }, timestamp);
}

/** The same of any call. */
export function formOfCall(
  account: GatewayAccount,
  { method, argument }: SignedCall,
  timestamp: string,
): string {
  const signMethod = account.signMethod ?? 'hmac-sha256';
  const parameters: Record<string, string> = {
    method,
    app_key: account.appKey,
    ...(account.session === undefined ? {} : { session: account.session }),
    timestamp,
    v: '2.0',
    sign_method: signMethod,
    format: 'json',
    ...(argument === null ? {} : { [argument.name]: argument.text }),
  };
  parameters.sign = sign(parameters, account.appSecret, signMethod);
  return new URLSearchParams(parameters).toString();
}
