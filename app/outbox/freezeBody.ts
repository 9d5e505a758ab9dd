import { FIELD_NAMES, type FieldName, MEMBER_FIELDS, TIME_OF_DAY } from '../member/memberFields.ts';
import type { Member } from '../member/memberSchema.ts';

/** Where and who: what the settings said when the cashier pressed save. */
export interface Origin {
  brandId: string;
  shopId: string;
  operatorId: string;
}

/** Every POS sends "2" (API page, field `channel`). */
const CHANNEL_POS = '2';

/**
 * The JSON text of `param_customer_save_open_req`, made once and sent byte for byte at every
 * attempt. Unset fields are left out; the birthday is calendar text and stays what was typed.
 */
export function freezeBody(requestId: string, origin: Origin, member: Member): string {
  return JSON.stringify({
    brand_id: origin.brandId,
    shop_id: origin.shopId,
    channel: CHANNEL_POS,
    operator_id: origin.operatorId,
    request_id: requestId,
    ...Object.fromEntries(
      FIELD_NAMES.map((name) => [MEMBER_FIELDS[name].wireName, asSent(name, member)]),
    ),
  });
}

function asSent(name: FieldName, member: Member): string | number | undefined {
  const value = member[name];
  const isDay = MEMBER_FIELDS[name].kind === 'date' && value !== undefined;
  return isDay ? `${value}${TIME_OF_DAY}` : value;
}
