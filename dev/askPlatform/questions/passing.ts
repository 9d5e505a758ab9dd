import type { Answer } from '../answer.ts';
import type { Interview } from '../Interview.ts';
import { BY_CODE, known, open, type Question } from '../verdict.ts';

/** Answers of the API itself, of all runs so far. */
function answersOf(interview: Interview): Answer[] {
  return interview.report.calls.flatMap(({ came }) =>
    came && came.kind !== 'failure' && came.kind !== 'foreign' ? [came] : [],
  );
}

/** What every answer shows beside its question. */
export const resultField: Question = {
  id: 'resultField',
  title: 'What does "result" hold after a save?',
  ask: async (interview) => {
    const rule = '"result" counts as a customer id only when it is not empty, "true" or "false".';
    const accepted = answersOf(interview).filter(({ kind }) => kind === 'accepted');
    const results = [...new Set(accepted.map(({ result }) => result))];
    if (accepted.length === 0) return open('No save was accepted.', rule);
    const isId = results.every((result) => !['', 'true', 'false'].includes(result));
    const codes = [...new Set(accepted.map(({ resultCode }) => resultCode))].join(', ');
    const says = isId
      ? `A customer id in each of ${accepted.length} answers (${results.length} customers), result_code "${codes}".`
      : `"${results.slice(0, 3).join('", "')}" in ${accepted.length} answers, result_code "${codes}".`;
    return known(isId ? 'a customer id' : `"${results[0]}"`, says, BY_CODE, `Confirms it. ${rule}`);
  },
};

export const errorShape: Question = {
  id: 'errorShape',
  title: 'In what shape do errors come?',
  ask: async (interview) => {
    const rule = 'Errors are read under every status below 500, the code as number or text.';
    const errors = answersOf(interview).filter(({ kind }) => kind === 'error');
    if (errors.length === 0) return open('No error came.', rule);
    const of = (pick: (answer: Answer) => string) => [...new Set(errors.map(pick))].join(', ');
    const types = errors.flatMap(({ format, codeType }) => (format === 'json' ? [codeType] : []));
    const shape = `HTTP ${of((answer) => String(answer.httpStatus))}, code as ${[...new Set(types)].join(', ')}`;
    return known(
      shape,
      `${shape}, in ${of((answer) => answer.format)}; ${errors.length} errors.`,
      BY_CODE,
      rule,
    );
  },
};

export const dateHeader: Question = {
  id: 'dateHeader',
  title: 'Does every answer have a Date?',
  ask: async (interview) => {
    const rule =
      'The till learns the time from it; a save is stale only by a clock that an answer has shown.';
    const offsets = answersOf(interview).map(({ dateOffset }) => dateOffset);
    const given = offsets.filter((offset) => offset !== null);
    if (offsets.length === 0) return open('Nothing was answered.', rule);
    if (given.length === 0) {
      return known(
        'never',
        'No answer has one.',
        BY_CODE,
        `Contradicts it: nothing can be learned, and the till's clock counts. ${rule}`,
      );
    }
    const spread = `${Math.min(...given)} to ${Math.max(...given)} s`;
    const says = `${given.length} of ${offsets.length} answers; their clock minus ours: ${spread}.`;
    return known(given.length === offsets.length ? 'always' : 'sometimes', says, BY_CODE, rule);
  },
};

export const quota: Question = {
  id: 'quota',
  title: 'What is the quota?',
  ask: async (interview) => {
    const rule =
      'A ban is waited for as long as its message says; "pace" shares the quota among tills (docs/fleet.md).';
    const { calls } = interview.report;
    const limited = calls.find(({ came }) => came?.meaning === 'quota')?.came;
    const headers = new Set(
      answersOf(interview)
        .flatMap(({ headers: told }) =>
          Object.entries(told).filter(([name]) => /limit|quota|rate|retry|ban/i.test(name)),
        )
        .map(([name, value]) => `${name}: ${value}`),
    );
    const told =
      headers.size > 0 ? ` Headers: ${[...headers].join('; ')}.` : ' No header speaks of it.';
    if (limited) {
      const says = `Met: ${limited.code} ${limited.subCode} (${limited.text}) after ${calls.length} calls.${told}`;
      return open(says, rule, BY_CODE);
    }
    return open(
      `Not provoked: ${calls.length} calls, the most in one minute ${mostInAMinute(interview)}.${told}`,
      rule,
      BY_CODE,
    );
  },
};

export const memberOrCustomer: Question = {
  id: 'memberOrCustomer',
  title: 'Does a save make a member, or only a customer?',
  ask: async (interview) => {
    const rule = 'What the cashier promises the customer depends on it; the outbox does not.';
    const accepted = answersOf(interview).find(({ kind }) => kind === 'accepted');
    if (accepted) {
      interview.lookUp(
        `Customer ${accepted.result}: a member, with card and points, or only a customer? (memberOrCustomer)`,
      );
    }
    return open('To be looked up in the back office, below.', rule);
  },
};

function mostInAMinute(interview: Interview): number {
  const times = interview.report.calls.map(({ at }) => Date.parse(at));
  return Math.max(
    0,
    ...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length),
  );
}
