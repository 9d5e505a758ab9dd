import { hash } from 'node:crypto';
import { type Call, customerSaveArgument, paramOf } from '../../platform/protocol/call.ts';
import { expectedSign } from '../../platform/protocol/sign.ts';

/** What the platform knows the chain by. */
export interface PlatformIdentity {
  appKey: string;
  appSecret: string;
  session: string | null;
}

/**
 * What a till says that the platform is told as well: of the parameters that its documentation has those on which the answer
 * depends. Everything else of a call stays here.
 */
const HANDED_ON = ['method', 'timestamp', 'v', 'format', 'simplify'] as const;

/**
 * Some clients send it, and nobody documents it. As it is it would be a text of whoever has a till's key, said to the platform in
 * the chain's name. But it may be all that tells two calls of one second apart, of which the platform takes the second for a
 * replay: so of two that differ what goes on differs too, and says nothing.
 */
const PARTNER = 'partner_id';

const SIGN_METHOD = 'hmac-sha256';

/** The form of a till's call under the chain's own name: the body byte for byte, the till's timestamp, our sign. */
export function forwardedForm(call: Call, identity: PlatformIdentity): string {
  const params = new Map<string, string>();
  const put = (name: string, value: string | undefined | null) => {
    if (value !== undefined && value !== null) params.set(name, value);
  };
  for (const name of HANDED_ON) put(name, paramOf(call, name));
  const partner = paramOf(call, PARTNER);
  if (partner !== undefined) put(PARTNER, hash('sha256', partner).slice(0, 32));
  put('app_key', identity.appKey);
  put('session', identity.session);
  put('sign_method', SIGN_METHOD);
  put(customerSaveArgument, paramOf(call, customerSaveArgument));
  put('sign', expectedSign(params, SIGN_METHOD, identity.appSecret));
  return new URLSearchParams([...params]).toString();
}
