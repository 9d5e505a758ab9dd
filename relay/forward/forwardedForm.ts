import { type Call, customerSaveArgument, paramOf } from '../../platform/protocol/call.ts';
import { expectedSign } from '../../platform/protocol/sign.ts';

/** What the platform knows the chain by. */
export interface PlatformIdentity {
  appKey: string;
  appSecret: string;
  session: string | null;
}

/** What a till says that the platform is told as well. Everything else of a call stays here. */
const HANDED_ON = ['method', 'timestamp', 'v', 'format', 'simplify', 'partner_id'] as const;

const SIGN_METHOD = 'hmac-sha256';

/** The form of a till's call under the chain's own name: the body byte for byte, the till's timestamp, our sign. */
export function forwardedForm(call: Call, identity: PlatformIdentity): string {
  const params = new Map<string, string>();
  const put = (name: string, value: string | undefined | null) => {
    if (value !== undefined && value !== null) params.set(name, value);
  };
  for (const name of HANDED_ON) put(name, paramOf(call, name));
  put('app_key', identity.appKey);
  put('session', identity.session);
  put('sign_method', SIGN_METHOD);
  put(customerSaveArgument, paramOf(call, customerSaveArgument));
  put('sign', expectedSign(params, SIGN_METHOD, identity.appSecret));
  return new URLSearchParams([...params]).toString();
}
