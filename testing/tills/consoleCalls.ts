import fc from 'fast-check';
import type { CallName } from '../../app/ipc/bridge.ts';
import { CALL_NAMES } from '../../app/ipc/calls.ts';
import { CONSENT, OPERATOR } from './openedTill.ts';

/*
 * What a script in the page's console may ask: every call, of six saves and four customers, two of whom share a number, and
 * without the PIN.
 */

const CODE = { outerId: '2088328921390232', outerType: 'alipay' } as const;
const NO_CODE = { outerId: '', outerType: null } as const;
const PEOPLE = [
  { mobile: '13812340001', name: '张三甲', remark: '喜欢红茶', birthday: '1981-02-03' },
  { mobile: '13812340002', name: '李四乙', remark: '只要中码', birthday: '1982-03-04' },
  { mobile: '13812340003', name: '王五丙', remark: '周末才来', birthday: '1983-04-05' },
  { mobile: '13812340001', name: '赵六丁', remark: '怕冷怕热', birthday: '1984-05-06' },
] as const;

/** Whatever tells of a customer. */
export const MARKS: readonly string[] = [
  ...new Set(PEOPLE.flatMap((one) => Object.values(one))),
  CODE.outerId,
];

/** A draft says these of itself, whoever has left it. */
export const IDENTITIES: readonly string[] = [...PEOPLE.map(({ mobile }) => mobile), CODE.outerId];

export const saveId = fc.constantFrom(...['a', 'b', 'c', 'd', 'e', 'f'].map((of) => of.repeat(32)));

export const identity = fc.oneof(
  fc.constantFrom(...PEOPLE).map(({ mobile }) => ({ mobile })),
  fc.constant(CODE),
);

const WRONG = { pin: '111111' };
const BY = { operatorId: OPERATOR };
const REASON = { reason: 'test' };
const orNone = fc.option(saveId, { nil: null, freq: 2 });
const saveChoice = saveId.map((requestId) => ({ requestId, ...BY }));

const member = fc
  .tuple(fc.constantFrom(...PEOPLE), fc.boolean(), fc.boolean())
  .map(([one, hasCode, isShort]) => ({
    ...{ ...one, gender: null, ...(hasCode ? CODE : NO_CODE) },
    ...(isShort && { remark: '', birthday: '' }),
  }));

const registration = fc
  .tuple(saveChoice, member, orNone, fc.option(fc.constant(CONSENT), { nil: null, freq: 4 }))
  .map(([choice, typed, correctionOf, consent]) => ({
    ...choice,
    ...{ member: typed, correctionOf, consent },
  }));

const draft = fc
  .tuple(saveChoice, orNone, orNone, identity)
  .map(([choice, correctionOf, chosen, of]) => {
    const mobile = 'mobile' in of ? of.mobile : '';
    const typed = { mobile: '1', name: '', gender: null, birthday: '', remark: '' };
    return {
      ...{ ...choice, correctionOf, consent: null, isLocked: false },
      member: { ...typed, ...(mobile === '' ? CODE : NO_CODE) },
      chosen: chosen && { requestId: chosen, mobile, decided: [] },
    };
  });

const list = fc.constantFrom('', '张三甲', '13812340001', '0001', 'S-0001').map((search) => ({
  ...{ filter: 'all', offset: 0, limit: 50 },
  search,
}));

export type ConsoleCall = readonly [CallName, unknown];

const asks = (weight: number, name: CallName, argument: fc.Arbitrary<unknown>) => ({
  weight,
  arbitrary: argument.map((one): ConsoleCall => [name, one]),
});
const app = { brandId: 'brand', app: null, ...BY, ...WRONG };

export const consoleCall: fc.Arbitrary<ConsoleCall> = fc.oneof(
  asks(8, 'registerMember', registration),
  asks(4, 'findMember', identity),
  asks(
    4,
    'compareMember',
    fc.tuple(saveChoice, member).map(([choice, typed]) => ({ ...choice, member: typed })),
  ),
  asks(3, 'readForCorrection', saveChoice),
  asks(3, 'keepDraft', draft),
  asks(3, 'getDraft', fc.constant(null)),
  asks(1, 'dropDraft', fc.constant(null)),
  asks(1, 'getOutbox', fc.constant(null)),
  asks(1, 'listSaves', list),
  asks(
    2,
    'sendHeldAgain',
    saveChoice.map((one) => ({ ...one, pin: null })),
  ),
  asks(
    1,
    'discardSave',
    saveChoice.map((one) => ({ ...one, ...WRONG, ...REASON })),
  ),
  asks(
    1,
    'requeueSave',
    saveChoice.map((one) => ({ ...one, ...WRONG })),
  ),
  asks(1, 'discardApp', fc.constant({ ...app, ...REASON })),
  asks(1, 'goOnWithApp', fc.constant(app)),
  asks(1, 'changePin', fc.constant({ ...WRONG, newPin: '975310' })),
  asks(1, 'openManager', fc.constant({ ...WRONG, ...BY })),
  asks(1, 'startNewQueue', fc.constant({ pin: '' })),
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...CALL_NAMES), fc.oneof(saveChoice, fc.anything())),
  },
);
