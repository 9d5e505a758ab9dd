import type { FieldName } from '../member/memberFields.ts';
import type { GatewayWords } from './outcome.ts';

/**
 * The words by which the gateway may name a field, the longer and rarer ones first: its own parameter
 * names stand in codes (`isv.invalid-parameter:outer_id`), Chinese ones in what is meant to be shown.
 */
const NAMES: Readonly<Record<FieldName, RegExp>> = {
  outerType: /outer[_\s-]?type|会员码类型/i,
  outerId: /outer[_\s-]?(?:user[_\s-]?)?id|open[_\s-]?id|会员码|外部(?:会员|用户)?(?:id|编号|号)/i,
  birthday: /birth(?:day|date)?|生日|出生/i,
  mobile: /mobile|phone|手机|电话|号码/i,
  gender: /gender|\bsex\b|性别/i,
  remark: /remark|\bmemo\b|备注/i,
  name: /(?<![a-z_-])(?:customer[_\s-]?)?name(?![a-z_-])|姓名|名字|称呼/i,
};
const FIELDS = Object.keys(NAMES) as FieldName[];

/** The field of the form that a refusal is about, or null where it names none of them. */
export function wrongField({
  code,
  subCode,
  text,
}: Pick<GatewayWords, 'code' | 'subCode' | 'text'>): FieldName | null {
  for (const words of [subCode, text, code]) {
    const found = FIELDS.find((field) => NAMES[field].test(words));
    if (found !== undefined) return found;
  }
  return null;
}

/** Whether a refusal is about who stood at the till, by its codes: that is no field of the form. */
export function namesOperator({ code, subCode }: Pick<GatewayWords, 'code' | 'subCode'>): boolean {
  return /operator|工号/i.test(`${subCode} ${code}`);
}
