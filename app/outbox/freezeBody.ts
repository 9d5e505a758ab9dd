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
    mobile: member.mobile,
    name: member.name,
    gender: member.gender,
    birthday: member.birthday === undefined ? undefined : `${member.birthday} 00:00:00`,
    outer_id: member.outerId,
    outer_type: member.outerType,
    remark: member.remark,
  });
}
