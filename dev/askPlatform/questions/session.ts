import type { Came } from '../Interview.ts';
import { BY_CODE, isAccepted, isRefused, known, open, type Question, told } from '../verdict.ts';

const OUTBOX =
  'Rows 26 and 27 (configuration): the queue pauses as long as the session is missing or wrong.';

/** The first of all: it also shows whether key, secret, clock and permission are in order. */
export const session: Question = {
  id: 'session',
  title: 'Does this API need a session?',
  ask: async (interview) => {
    const first = await interview.probeWithoutSession('session.probe', 'no member, no session');
    const isClock = 'meaning' in first && first.meaning === 'clock';
    // The clock has been learned from the answer.
    const probe = isClock
      ? await interview.probeWithoutSession('session.clock', 'the same, clock corrected')
      : first;
    if (!asksForSession(probe) && isStop(probe)) {
      interview.halt(`key, secret, clock or permission are not in order: ${told(probe)}`);
      interview.reopen('session.probe', 'session.clock');
    }
    const bare = await interview.save(
      'session.without',
      'mobile D, without a session',
      interview.members.mobile('D'),
      { withoutSession: true, anyAnswer: true },
    );
    if (isAccepted(bare)) {
      return known('not required', 'A save without a session is accepted.', BY_CODE, OUTBOX);
    }
    if (!asksForSession(bare)) {
      if (isRefused(bare)) interview.halt(`a well-formed save is not accepted: ${told(bare)}`);
      interview.reopen('session.without');
      return open(`Without a session: ${told(bare)}.`, OUTBOX, BY_CODE);
    }
    const isRow = 'meaning' in bare && bare.meaning === 'configuration';
    const outbox = `${isRow ? 'Confirms' : 'Contradicts'} the table. ${OUTBOX}`;
    const required = `Without a session: ${told(bare)}.`;
    if (!interview.hasSession) {
      interview.halt('the API needs a session, and none was given');
      return known('required', required, BY_CODE, outbox);
    }
    const fields = interview.members.mobile('D');
    const full = await interview.save('session.with', 'mobile D, with the session', fields);
    return known('required', `${required} With it: ${told(full)}.`, BY_CODE, outbox);
  },
};

function asksForSession(came: Came): boolean {
  return came.kind === 'error' && (/^2[67]$/.test(came.code) || /session/i.test(came.subCode));
}

/** An answer to a call without its argument that is not about the argument. */
function isStop(came: Came): boolean {
  return (
    came.kind === 'foreign' || ('meaning' in came && /^(configuration|clock)$/.test(came.meaning))
  );
}
