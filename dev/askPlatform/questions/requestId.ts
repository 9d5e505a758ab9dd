import type { Interview } from '../Interview.ts';
import {
  BY_CODE,
  BY_IDS,
  isAccepted,
  isRefused,
  isSame,
  known,
  open,
  type Question,
  told,
  whyUnclear,
} from '../verdict.ts';

const RULE = 'Never one id for two bodies (docs/outbox.md): a correction has an id of its own.';

/** One id, then the same id for somebody else. */
async function askTwice(interview: Interview) {
  const { members } = interview;
  const person = { ...members.mobile('D'), ...members.outer('P') };
  const other = members.mobile('A');
  const first = await interview.save('requestId.first', 'mobile D and outer id P', person);
  const otherNow = await interview.save('requestId.otherNow', 'mobile A, its own id', other);
  const crossed = await interview.save(
    'requestId.otherBody',
    'mobile A under the request id of mobile D',
    other,
    { requestId: 'requestId.first' },
  );
  return { first, otherNow, crossed };
}

export const otherBody: Question = {
  id: 'otherBody',
  title: 'What does another body under the same request_id do?',
  ask: async (interview) => {
    const { first, otherNow, crossed } = await askTwice(interview);
    if (!isAccepted(first) || !isAccepted(otherNow)) {
      return open(told(isAccepted(first) ? otherNow : first), RULE, BY_IDS);
    }
    if (isRefused(crossed)) {
      const says = `It is refused: ${told(crossed)}.`;
      return known('refused', says, BY_CODE, `Confirms that an id is remembered. ${RULE}`);
    }
    const isFirst = isSame(crossed, first);
    if (isFirst === null || isSame(first, otherNow) !== false) {
      return open(`${whyUnclear(first, otherNow, crossed)}. It is accepted.`, RULE, BY_IDS);
    }
    if (!isFirst) {
      const says = 'It takes effect for the person it names: the id does not hold it back.';
      return known(
        'takes effect',
        says,
        BY_IDS,
        `An edited body under a sent id would be a second effect. ${RULE}`,
      );
    }
    const after = await interview.save(
      'requestId.otherAfter',
      'mobile A, its own id again',
      interview.members.mobile('A'),
    );
    const isApplied = isSame(after, first);
    if (isApplied === null) return open(whyUnclear(after), RULE, BY_IDS);
    if (isApplied) {
      const says = "Its values went to the first body's customer.";
      return known(
        'changes the first customer',
        says,
        BY_IDS,
        `Such a body would harm somebody else. ${RULE}`,
      );
    }
    const says =
      'The first result comes back, and no new customer: the other body is dropped without a word.';
    return known(
      'first result',
      says,
      BY_IDS,
      `An edited body under a sent id would be lost in silence. ${RULE}`,
    );
  },
};

export const requestIdScope: Question = {
  id: 'requestIdScope',
  title: 'Within what is a request_id one: the shop, or more?',
  ask: async (interview) => {
    const rule = 'Ids are random, 128 bits: under each reading no two shops share one.';
    const shopId = interview.otherShopId;
    if (shopId === null) return open('No second shop was given (--other-shop).', rule);
    const { first, crossed } = await askTwice(interview);
    const isKept = isRefused(crossed) || isSame(crossed, first);
    if (!isKept) return open('Another body under one id takes effect anyway.', rule, BY_IDS);
    const fields = interview.members.mobile('B');
    const own = await interview.save('scope.own', 'mobile B in the other shop', fields, { shopId });
    if (!isAccepted(own)) return open(`The other shop: ${told(own)}.`, rule, BY_CODE);
    const there = await interview.save(
      'scope.crossed',
      'mobile B in the other shop, under the request id of mobile D',
      fields,
      { shopId, requestId: 'requestId.first' },
    );
    if (isRefused(there))
      return known('wider than a shop', `Refused: ${told(there)}.`, BY_CODE, rule);
    const isFirst = isSame(there, first);
    if (isFirst === null) return open(whyUnclear(there, first), rule, BY_IDS);
    if (isFirst)
      return known('wider than a shop', "The first shop's result comes back.", BY_IDS, rule);
    return known('the shop', 'In another shop the same id is another one.', BY_IDS, rule);
  },
};

export const refusedRequestId: Question = {
  id: 'refusedRequestId',
  title: 'Is a request_id spent by a save that was refused?',
  ask: async (interview) => {
    const rule =
      '"Send it as it is" sends a refused save again under its id; what was corrected has an id of its own.';
    const { members } = interview;
    const person = { ...members.mobile('D'), ...members.outer('P') };
    const requestId = 'refusedId';
    const wrong = await interview.save(
      'refusedId.wrong',
      'mobile D with gender 9',
      { ...person, gender: 9 },
      { requestId, anyAnswer: true },
    );
    if (!isRefused(wrong)) return open(`Gender 9 is not refused: ${told(wrong)}.`, rule, BY_CODE);
    const right = await interview.save('refusedId.right', 'mobile D, the same id, right', person, {
      requestId,
      anyAnswer: true,
    });
    if (isAccepted(right))
      return known('free', 'The right body under it is accepted.', BY_CODE, rule);
    if (!isRefused(right)) return open(told(right), rule, BY_CODE);
    return known('spent', `The right body under it: ${told(right)}.`, BY_CODE, rule);
  },
};
