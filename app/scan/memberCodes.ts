import type { OuterType } from '../member/memberFields.ts';
import { isMobile, normalisePhone, phoneProblem } from '../member/phone.ts';
import type { ScanRoute } from './routeScan.ts';

/** What a customer may hold under the scanner. */
export type MemberCode =
  | { kind: 'phone'; mobile: string }
  | { kind: 'outer-id'; outerId: string; outerType: OuterType }
  /** Money, not a member: good for one payment within a minute. It is never kept or shown whole. */
  | { kind: 'payment-code' };

/** The routes of the registration form. */
export const MEMBER_ROUTES: readonly ScanRoute<MemberCode>[] = [
  phoneRoute,
  outerIdRoute,
  paymentRoute,
];

/** A mainland mobile number as people write it, or as a `tel:` address (RFC 3966) in a QR code. */
function phoneRoute(content: string): MemberCode | null {
  const written = content.replace(/^tel:/i, '');
  const mobile = normalisePhone(written);
  return isMobile(mobile) && phoneProblem(written) === null ? { kind: 'phone', mobile } : null;
}

/**
 * - WeChat: an openid, 28 characters of base64url that begin with `o`, as in every example of the
 *   platform (`oUpF8uMuAJO_M2pxb1Q9zNjWeS6o`; https://pay.weixin.qq.com/doc/v3/merchant/4012791897).
 *   The platform promises only `string[1,128]`, and a unionid looks the same: what does not fit is
 *   told, and can still be typed.
 * - Alipay: the user id, "2088开头的16位纯数字" in Alipay's own SDK (`AlipayCommerceMedical…Model`,
 *   field `alipay_user_id`). The newer open_id has no fixed form and is not guessed at.
 */
function outerIdRoute(outerId: string): MemberCode | null {
  if (/^o[\w-]{27}$/.test(outerId)) return { kind: 'outer-id', outerId, outerType: 'wechat' };
  if (/^2088\d{12}$/.test(outerId)) return { kind: 'outer-id', outerId, outerType: 'alipay' };
  return null;
}

/**
 * The payment code of a wallet, which a customer may show by mistake. WeChat: "18位纯数字，以10、11、12、
 * 13、14、15开头" (付款码支付, `auth_code`); Alipay: "25~30开头的长度为16~24位的数字" (alipay.trade.pay,
 * `auth_code`); UnionPay: 19 digits that begin with 62.
 */
function paymentRoute(content: string): MemberCode | null {
  const isPayment = /^(?:1[0-5]\d{16}|(?:2[5-9]|30)\d{14,22}|62\d{17})$/.test(content);
  return isPayment ? { kind: 'payment-code' } : null;
}

/** A code for the eyes: the middle of a payment code is nobody's business. */
export function maskCode(content: string): string {
  return `${content.slice(0, 4)}${'*'.repeat(Math.max(0, content.length - 8))}${content.slice(-4)}`;
}
