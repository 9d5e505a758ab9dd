import {
  BY_IDS,
  isRefused,
  isSame,
  known,
  open,
  type Question,
  told,
  whyUnclear,
} from '../verdict.ts';
import { meetCustomers } from './customers.ts';
import { takenOf, winnerOf } from './winner.ts';

const OUTBOX =
  'Saves of one person keep their order, and a person is known by mobile or by outer id (docs/what-goes-next.md).';

/** By what a save finds the customer that is there. */
export const upsertKey: Question = {
  id: 'upsertKey',
  title: 'By what does a save find the customer that is there?',
  ask: async (interview) => {
    const met = await meetCustomers(interview);
    const { isMobileKey, isOuterKey } = met;
    const details = [
      sentence('A mobile alone', isMobileKey),
      isRefused(met.outer)
        ? `An outer id alone is refused (${told(met.outer)}); beside another mobile it ${
            isOuterKey === null
              ? 'cannot be told what it does'
              : isOuterKey
                ? 'finds its customer'
                : 'does not find its customer'
          }.`
        : sentence('An outer id alone', isOuterKey),
      `Known by both, found by the mobile: ${yesOrNo(isSame(met.both, met.bothByMobile))}; by the outer id: ${yesOrNo(isSame(met.both, met.bothByOuter))}; another mobile with the same outer id is the same customer: ${yesOrNo(isSame(met.both, met.otherMobile))}.`,
    ].join(' ');
    if (isMobileKey === null || isOuterKey === null) {
      const why = whyUnclear(met.mobile, met.mobileAgain, met.outer, met.outerAgain);
      return open(`${why}. ${details}`, OUTBOX, BY_IDS);
    }
    const answer =
      isMobileKey && isOuterKey
        ? 'mobile or outer id'
        : isMobileKey
          ? 'mobile'
          : isOuterKey
            ? 'outer id'
            : 'neither';
    return known(answer, details, BY_IDS, meaningOf(answer));
  },
};

/** What happens when mobile and outer id of one save belong to two customers. */
export const twoMatches: Question = {
  id: 'twoMatches',
  title: 'What happens when mobile and outer id belong to two customers?',
  ask: async (interview) => {
    const met = await meetCustomers(interview);
    const rule =
      'A correction waits for the original under both identities, so their order is right under each reading.';
    if (met.isMobileKey === null || met.isOuterKey === null) {
      return open(whyUnclear(met.mobile, met.mobileAgain, met.outer, met.outerAgain), rule, BY_IDS);
    }
    if (!met.isMobileKey || !met.isOuterKey) {
      return known('cannot happen', 'Only one of the two finds a customer.', BY_IDS, rule);
    }
    if (isSame(met.mobile, met.outer) !== false) {
      const why = 'The numbers or ids were one customer already: take fresh ones.';
      return open(why, rule, BY_IDS);
    }
    if (isRefused(met.two)) {
      const says = `Such a save is refused: ${told(met.two)}.`;
      const meaning = `The table makes "${'meaning' in met.two ? met.two.meaning : ''}" of it; right is "rejected": it needs somebody.`;
      return known('refused', says, BY_IDS, meaning);
    }
    const older = takenOf(met.two, met.mobile, met.outer);
    const younger = takenOf(met.twoReversed, met.bothByMobile, met.newOuter);
    const isOne = isSame(met.mobileAfter, met.outerAfter);
    if (older === null || younger === null || isOne === null) {
      return open(whyUnclear(met.two, met.mobileAfter, met.outerAfter), rule, BY_IDS);
    }
    const winner = winnerOf(older, younger);
    const says = `Taken is ${winner}; afterwards mobile and outer id lead to ${isOne ? 'one customer' : 'two customers'}.`;
    return known(`${winner}, then ${isOne ? 'one' : 'two'}`, says, BY_IDS, rule);
  },
};

function sentence(subject: string, isKey: boolean | null): string {
  if (isKey === null) return `${subject}: cannot be told.`;
  return `${subject} ${isKey ? 'finds its customer' : 'finds nobody: each save makes a customer'}.`;
}

function yesOrNo(is: boolean | null): string {
  return is === null ? 'cannot be told' : is ? 'yes' : 'no';
}

function meaningOf(answer: string): string {
  switch (answer) {
    case 'mobile or outer id':
      return `Confirms it. ${OUTBOX}`;
    case 'mobile':
    case 'outer id':
      return `${OUTBOX} Here the ${answer} alone decides: the order is kept more widely than it need be, which does no harm. A save without the ${answer} makes a customer every time, so a replay after its id was forgotten doubles it.`;
    default:
      return `Contradicts it: every save makes a customer, and only request_id keeps a replay from doubling one. ${OUTBOX}`;
  }
}
