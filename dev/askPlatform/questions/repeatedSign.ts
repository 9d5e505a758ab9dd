import type { Came } from '../Interview.ts';
import { BY_CODE, isAccepted, isRefused, known, open, type Question, told } from '../verdict.ts';

const OUTBOX =
  'Every attempt has a fresh timestamp and sign; "isv.request-replay-error" is no clock fault, the save is sent anew a second later.';

/** The very bytes of a call again, first of one that saves nobody, then of a save. */
export const repeatedSign: Question = {
  id: 'repeatedSign',
  title: 'Is a repeated sign and timestamp refused?',
  ask: async (interview) => {
    for (const step of ['repeatedSign.probe', 'repeatedSign.save']) {
      // What an earlier run sent has another sign by now, or is too old.
      if (!interview.has(`${step}Again`)) interview.reopen(step);
    }
    await interview.probe('repeatedSign.probe', 'no member');
    const probe = await interview.again(
      'repeatedSign.probeAgain',
      'the same bytes',
      'repeatedSign.probe',
    );
    const fields = interview.members.mobile('B');
    await interview.save('repeatedSign.save', 'mobile B', fields);
    const save = await interview.again(
      'repeatedSign.saveAgain',
      'the same bytes',
      'repeatedSign.save',
    );
    const says = `After a call without a member: ${told(probe)}. After a save: ${told(save)}.`;
    if (isReplay(probe)) {
      const where = 'The check comes after the sign and before the argument.';
      return known('refused', `${says} ${where}`, BY_CODE, `Confirms it. ${OUTBOX}`);
    }
    if (isReplay(save)) {
      return known('refused after a save', says, BY_CODE, `Confirms it. ${OUTBOX}`);
    }
    if (![probe, save].every((came) => isAccepted(came) || isRefused(came))) {
      return open(says, OUTBOX, BY_CODE);
    }
    const meaning = "Chromium's own second send is harmless as far as the request id holds.";
    return known('allowed', says, BY_CODE, `${OUTBOX} ${meaning}`);
  },
};

function isReplay(came: Came): boolean {
  return came.kind === 'error' && (came.code === '31' || came.subCode.includes('replay'));
}
