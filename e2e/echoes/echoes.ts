import { EMPTY_MEMBER, type MemberInput } from '../../app/member/memberSchema.ts';

const ROOT = 'alibaba_alsc_crm_open_customer_save_response';

/** A member as this test makes up one for each echo; each has a mobile number and a code of its own. */
export interface Echoed extends MemberInput {
  mobile: string;
}

/** One way of saying a person's value back. */
export interface Echo {
  /** What is said, exactly as it stands in the answer. */
  said: string;
  /** The answer's JSON. */
  answer: object;
}

export function memberOf(number: number): Echoed {
  return {
    ...EMPTY_MEMBER,
    mobile: `1387194${6500 + number}`,
    name: number % 2 === 0 ? 'Bartholomew Quill' : '欧阳晓岚',
    birthday: '19870319',
    outerType: 'wechat',
    outerId: `oQx7_kLm39ZpTw${String(number).padStart(2, '0')}`,
    remark: '对花生过敏的老顾客',
  };
}

/** Somebody whom this till has never seen. */
const OTHER = { mobile: '18634710295', name: '慕容半行' };

const refusal = (number: number, fields: object) => ({
  error_response: { code: 41, sub_code: `isv.echo-${number}`, request_id: '15r0z7lq', ...fields },
});
const result = (fields: object, more: object = {}) => ({
  [ROOT]: { result: fields, request_id: '15r0z7lq', ...more },
});
const accepted = (id: string) => result({ biz_success: true, result: id, result_code: '0' });

type Saying = (member: Echoed, number: number) => Echo;

/** In what is meant to be read. */
const inWords =
  (say: (member: Echoed) => string, frame = (said: string) => `资料 ${said} 不可用`): Saying =>
  (member, number) => {
    const said = say(member);
    return { said, answer: refusal(number, { msg: 'refused', sub_msg: frame(said) }) };
  };
/** In a field that holds a code. */
const inCode =
  (say: (member: Echoed) => string, fields: (said: string) => object): Saying =>
  (member, number) => {
    const said = say(member);
    return { said, answer: refusal(number, fields(said)) };
  };
const inId =
  (say: (member: Echoed) => string): Saying =>
  (member) => {
    const said = say(member);
    return { said, answer: accepted(said) };
  };

const grouped = (separator: string) => (member: Echoed) =>
  member.mobile.replace(/^(...)(....)/, `$1${separator}$2${separator}`);
const escaped = (text: string) =>
  [...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

/** Every way of echoing that an attacker of this till had thought of, and some more. */
export const ECHOES: Readonly<Record<string, Saying>> = {
  'the phone number': inWords(({ mobile }) => mobile),
  'the phone number with spaces': inWords(grouped(' ')),
  'the phone number with dots': inWords(grouped('.')),
  'the phone number with dashes': inWords(grouped('-')),
  'the phone number behind a country code': inWords(({ mobile }) => `+86${mobile}`),
  'the phone number in wide digits': inWords(({ mobile }) =>
    mobile.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
  ),
  'nearly all of the phone number': inWords(({ mobile }) => `${mobile.slice(0, 9)}**`),
  'the name': inWords(({ name }) => name),
  'the name in JSON escapes': inWords(({ name }) => escaped(name)),
  'the name with a space between its characters': inWords(({ name }) => [...name].join(' ')),
  'the name as in an address': inWords(({ name }) => `name=${encodeURIComponent(name)}`),
  'the name in base64': inWords(({ name }) => Buffer.from(name).toString('base64')),
  'the name, cut off at the end of the longest text': inWords(
    ({ name }) => name.slice(0, -1),
    (said) => `${'x'.repeat(500 - said.length)}${said}!`,
  ),
  'the birthday': inWords(() => '1987-03-19'),
  'the birthday in words': inWords(() => '1987年3月19日'),
  'the outer id in other case': inWords(({ outerId }) => outerId.toUpperCase()),
  'a part of the outer id': inWords(({ outerId }) => outerId.slice(3)),
  'a part of the remark': inWords(() => '花生过敏'),
  'everything that was sent': inWords(({ mobile, name }) => JSON.stringify({ mobile, name })),
  'the number of somebody else': inWords(() => OTHER.mobile),
  'the name of somebody else': inWords(() => OTHER.name),
  'the name, in what a business answer says': (member) => {
    const said = `会员 ${member.name}`;
    const failure = { biz_success: false, result_code: 'X9', result_desc: said };
    return { said, answer: result(failure) };
  },
  'the phone number as a result code': ({ mobile }) => ({
    said: mobile,
    answer: result({ biz_success: false, result_code: mobile, result_desc: 'refused' }),
  }),
  'the phone number as the code': inCode(
    ({ mobile }) => mobile,
    (code) => ({ code }),
  ),
  'the phone number with dots in the sub code': inCode(grouped('.'), (said) => ({
    sub_code: `isv.invalid-parameter:${said}`,
  })),
  'the name in the sub code': inCode(
    ({ name }) => name.replace(' ', '_'),
    (said) => ({ sub_code: `isv.invalid-parameter:${said}` }),
  ),
  'the outer id in other case in the sub code': inCode(
    ({ outerId }) => outerId.toLowerCase(),
    (said) => ({ sub_code: `isv.${said}` }),
  ),
  'the birthday in the sub code': inCode(
    () => '19870319',
    (said) => ({ sub_code: `isv.birthday-${said}` }),
  ),
  'the phone number as the trace id': inCode(
    ({ mobile }) => mobile,
    (said) => ({ request_id: said }),
  ),
  'a customer id that is the phone number': inId(({ mobile }) => mobile),
  'a customer id that holds the outer id': inId(({ outerId }) => `c-${outerId}`),
  'a customer id that is the number of somebody else': inId(() => OTHER.mobile),
};
