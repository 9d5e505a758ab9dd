import type { GatewayAccount } from '../../app/settings/provision.ts';
import { sign } from './sign.ts';

const METHOD = 'alibaba.alsc.crm.open.customer.save';
const ARGUMENT = 'param_customer_save_open_req';

/**
 * The form of one call: `body` is the frozen JSON text and goes out byte for byte; the sign covers
 * everything else as well. Without a body (null) the call can be answered, but saves nobody.
 */
export function signedForm(
  account: GatewayAccount,
  body: string | null,
  timestamp: string,
): string {
  const signMethod = account.signMethod ?? 'hmac-sha256';
  const parameters: Record<string, string> = {
    method: METHOD,
    app_key: account.appKey,
    ...(account.session === undefined ? {} : { session: account.session }),
    timestamp,
    v: '2.0',
    sign_method: signMethod,
    format: 'json',
    ...(body === null ? {} : { [ARGUMENT]: body }),
  };
  parameters.sign = sign(parameters, account.appSecret, signMethod);
  return new URLSearchParams(parameters).toString();
}
