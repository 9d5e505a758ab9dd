import { expectedSign } from '../../platform/protocol/sign.ts';
import { type SignedParams, signedParams, testFields } from './testCalls.ts';

/** A call that this till has signed; `argument`: the body of its save, by itself one that a till may register. */
export function signedBy(
  till: { appKey: string; appSecret: string },
  changes: Record<string, string> = {},
  argument: Parameters<typeof signedParams>[0] = testFields(),
): SignedParams {
  const { sign: _, ...params } = signedParams(argument, { app_key: till.appKey, ...changes });
  const sign = expectedSign(new Map(Object.entries(params)), 'hmac-sha256', till.appSecret) ?? '';
  return { ...params, sign };
}
