import type { GatewayAccount } from '../../app/settings/provision.ts';
import { customerSaveArgument, customerSaveMethod } from '../../platform/protocol/call.ts';
import { expectedSign } from '../../platform/protocol/sign.ts';
import {
  platformTime,
  post,
  type TestAnswer,
  type TestFields,
  testFields,
} from '../../sandbox/testing/testCalls.ts';
import { BRAND, SHOP } from './chain.ts';

let calls = 0;

/** A save by a client that knows the platform's protocol and nothing of a till, under a till's key. */
export function foreignSave(
  { url, appKey, appSecret }: Pick<GatewayAccount, 'url' | 'appKey' | 'appSecret'>,
  changes: TestFields = {},
): Promise<TestAnswer> {
  calls += 1;
  const fields = testFields({ brand_id: BRAND, shop_id: SHOP, ...changes });
  const params = {
    method: customerSaveMethod,
    app_key: appKey,
    timestamp: platformTime(Date.now()),
    v: '2.0',
    sign_method: 'hmac-sha256',
    format: 'json',
    // Two calls in one second would have one sign without it.
    partner_id: `foreign-${calls}`,
    [customerSaveArgument]: JSON.stringify(fields),
  };
  const sign = expectedSign(new Map(Object.entries(params)), 'hmac-sha256', appSecret);
  return post(url, { ...params, sign: sign ?? '' });
}
