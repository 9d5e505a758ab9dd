import type { Interview } from '../Interview.ts';
import {
  BY_CODE,
  BY_IDS,
  customerOf,
  isAccepted,
  isRefused,
  isSame,
  known,
  open,
  type Question,
  told,
  whyUnclear,
} from '../verdict.ts';
import { meetCustomers } from './customers.ts';

const ABSENT_RULE =
  'Unset fields are left out: what the cashier did not fill in must not clear what is there.';
const EMPTY_RULE = 'The till never sends "" or null, so it clears nothing on either reading.';
const NAME = 'Tillside Test';
const REMARK = 'ask-platform';

/** A customer known by both, a save without the mobile, a save with an empty one. */
async function askFields(interview: Interview) {
  const { members } = interview;
  const [b, z] = [members.mobile('B'), members.outer('Z')];
  const save = (name: string, what: string, fields: object, anyAnswer = false) =>
    interview.save(`fields.${name}`, what, { ...fields }, { anyAnswer });
  const full = { ...b, ...z, name: NAME, remark: REMARK };
  const both = await save('both', 'mobile B, outer id Z, name and remark', full);
  const absent = await save('absent', 'outer id Z alone', z);
  const afterAbsent = await save('afterAbsent', 'mobile B alone', b);
  const empty = await save('empty', 'outer id Z and mobile ""', { ...z, mobile: '' }, true);
  const afterEmpty = isAccepted(empty) ? await save('afterEmpty', 'mobile B alone', b) : empty;
  const emptyName = await save('emptyName', 'outer id Z and name ""', { ...z, name: '' }, true);
  const keys = await meetCustomers(interview);
  return { both, absent, afterAbsent, empty, afterEmpty, emptyName, keys };
}

export const absentField: Question = {
  id: 'absentField',
  title: 'Does a field that is left out clear what is stored?',
  ask: async (interview) => {
    const { both, absent, afterAbsent, keys } = await askFields(interview);
    const id = customerOf(both);
    if (id !== null) {
      interview.lookUp(
        `Customer ${id}: is the remark "${REMARK}" still there? Later saves left it out. (absentField)`,
      );
    }
    if (!keys.isMobileKey || !keys.isOuterKey) {
      const why =
        keys.isMobileKey === null
          ? whyUnclear(keys.mobile)
          : 'Mobile and outer id do not both find a customer';
      return open(`${why}, so a cleared one would not show.`, ABSENT_RULE);
    }
    const isThere = isSame(both, absent) === true ? isSame(both, afterAbsent) : null;
    if (isThere === null) return open(whyUnclear(both, absent, afterAbsent), ABSENT_RULE, BY_IDS);
    return isThere
      ? known(
          'kept',
          'A mobile that is left out still finds its customer; for the other fields see below.',
          BY_IDS,
          `Confirms it. ${ABSENT_RULE}`,
        )
      : known(
          'cleared',
          'A mobile that is left out no longer finds its customer.',
          BY_IDS,
          `Contradicts it. ${ABSENT_RULE}`,
        );
  },
};

export const emptyField: Question = {
  id: 'emptyField',
  title: 'Does "" clear a field?',
  ask: async (interview) => {
    const { both, empty, afterEmpty, emptyName, keys } = await askFields(interview);
    const ofName = `An empty name: ${told(emptyName)}.`;
    if (isRefused(empty)) {
      return known(
        'refused',
        `An empty mobile: ${told(empty)}. ${ofName}`,
        BY_CODE,
        `Confirms it. ${EMPTY_RULE}`,
      );
    }
    const id = customerOf(emptyName);
    if (id !== null) {
      interview.lookUp(
        `Customer ${id}: is the name "${NAME}" still there? A later save sent "" for it. (emptyField)`,
      );
    }
    if (!isAccepted(empty)) return open(told(empty), EMPTY_RULE, BY_CODE);
    if (!keys.isMobileKey || !keys.isOuterKey) {
      return open(`It is accepted; whether it clears does not show. ${ofName}`, EMPTY_RULE);
    }
    const isThere = isSame(both, empty) === true ? isSame(both, afterEmpty) : null;
    if (isThere === null) return open(whyUnclear(both, empty, afterEmpty), EMPTY_RULE, BY_IDS);
    return isThere
      ? known(
          'ignored',
          `An empty mobile is accepted and changes nothing. ${ofName}`,
          BY_IDS,
          EMPTY_RULE,
        )
      : known(
          'cleared',
          `An empty mobile no longer finds its customer. ${ofName}`,
          BY_IDS,
          `A till must not send "": right as it is. ${EMPTY_RULE}`,
        );
  },
};
