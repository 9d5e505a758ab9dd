import { invalid, missing } from '../../platform/protocol/argumentRefusals.ts';
import { customerSaveArgument } from '../../platform/protocol/call.ts';
import { type Refusal, refuse } from '../../platform/protocol/refusal.ts';
import type { CallingTill } from './knownCallers.ts';
import { lettersOfName } from './lettersOfName.ts';
import { hasMoreNames, topLevelNames } from './topLevelNames.ts';

/** No name that is looked for has more. */
const MOST_LETTERS = 'brandid'.length;

/** A save has a dozen. To see what thousands could be taken for takes a hundred times as long as all the rest of a call. */
const MOST_NAMES = 256;

/**
 * Whether a till may register for the brand and the shop that stand in the body. Only a body that can be read in one way
 * passes: nobody publishes how the platform reads two members of one name, or `shopId` where `shop_id` is meant, so that
 * what reads to us as the till's own shop could be another one there.
 */
export function checkScope(
  body: string,
  till: Pick<CallingTill, 'brandId' | 'shopIds'>,
): Refusal | undefined {
  if (hasMoreNames(body, MOST_NAMES)) return invalid(customerSaveArgument);
  const fields = parseObject(body);
  if (fields === undefined) return invalid(customerSaveArgument);
  const names = topLevelNames(body).map((name) => ({
    name,
    letters: lettersOfName(name, MOST_LETTERS),
  }));
  for (const name of ['brand_id', 'shop_id'] as const) {
    const letters = name.replace('_', '');
    const alike = names.filter((other) => other.letters === letters);
    const refusal = checkField(name, alike, fields);
    if (refusal !== undefined) return refusal;
  }
  if (fields.brand_id !== till.brandId) {
    return refuse(29, 'isv.appkey-other-brand', 'this app key acts for another brand');
  }
  return till.shopIds.includes(String(fields.shop_id))
    ? undefined
    : refuse(41, 'isv.shop-not-of-this-till', 'this shop is not on the list of this app key');
}

function checkField(
  name: 'brand_id' | 'shop_id',
  alike: readonly { name: string }[],
  fields: Readonly<Record<string, unknown>>,
): Refusal | undefined {
  if (alike.length === 0) return missing(name);
  if (alike.length > 1 || alike[0]?.name !== name) return invalid(name);
  const value = fields[name];
  if (value === null || (typeof value === 'string' && value.trim() === '')) return missing(name);
  return typeof value === 'string' ? undefined : invalid(name);
}

function parseObject(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return value as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
