import type { Interview } from '../Interview.ts';
import {
  BY_CODE,
  BY_IDS,
  isAccepted,
  isRefused,
  known,
  open,
  type Question,
  told,
} from '../verdict.ts';
import { otherBody } from './requestId.ts';
import { askAgain, type Prepared, possibleTelltales, prepare, type Telltale } from './telltale.ts';

const RULE =
  'One effect per intention: every replay carries the same id and the same bytes (docs/outbox.md).';

/** The same body under the same id, at once. */
export const repeatedRequest: Question = {
  id: 'repeatedRequest',
  title: 'What does the same request_id with the same body do, at once?',
  ask: async (interview) => {
    const plain = await askPlainly(interview);
    if (isRefused(plain)) {
      const meaning = 'meaning' in plain ? plain.meaning : '';
      return known(
        'refused',
        `It is refused: ${told(plain)}.`,
        BY_CODE,
        meaning === 'accepted'
          ? RULE
          : `Contradicts the table: a delivered save whose answer was lost would count as "${meaning}". Give this answer a row of its own.`,
      );
    }
    const prepared = await proven(interview);
    const memory = prepared && (await askAgain(interview, prepared));
    if (prepared === null || memory === null || memory === 'cannot be told') {
      if (!isAccepted(plain)) return open(told(plain), RULE, BY_IDS);
      const { answer } = await otherBody.ask(interview);
      if (answer === 'first result') {
        const says = `The first result comes back: ${HOW['other-body-dropped']}, so the id alone decides.`;
        return known('first result', says, BY_IDS, `Confirms it. ${RULE}`);
      }
      const says =
        'It is accepted. An upsert gives the same customer anyhow, and no save was found whose second execution would show.';
      return open(
        answer === 'refused'
          ? `${says} The id itself is remembered: ${HOW['other-body-refused']}.`
          : says,
        RULE,
        BY_IDS,
      );
    }
    const how = HOW[prepared.telltale];
    if (memory === 'executed again') {
      const says = `It is executed again (${how}).`;
      return known(
        'executed again',
        says,
        BY_IDS,
        `Contradicts it: request_id keeps nothing from taking effect twice. ${RULE}`,
      );
    }
    return known(
      'first result',
      `The first result comes back (${how}).`,
      BY_IDS,
      `Confirms it. ${RULE}`,
    );
  },
};

const HOW: Readonly<Record<Telltale, string>> = {
  'new-mobile': 'a save with a mobile alone makes a customer each time, and this one did not',
  'new-outer': 'a save with an outer id alone makes a customer each time, and this one did not',
  'moved-outer': 'its outer id leads to another customer by now',
  'moved-mobile': 'its mobile leads to another customer by now',
  'other-body-refused': 'another body under the id is refused',
  'other-body-dropped': 'another body under the id gets the first result',
};

async function askPlainly(interview: Interview) {
  const fields = interview.members.mobile('B');
  await interview.save('repeat.plain', 'mobile B', fields);
  return interview.save('repeat.plainAgain', 'mobile B, the id and bytes again', fields, {
    requestId: 'repeat.plain',
    anyAnswer: true,
  });
}

/** A telltale that came out as needed, prepared for "at once". */
async function proven(interview: Interview): Promise<Prepared | null> {
  for (const telltale of await possibleTelltales(interview)) {
    const prepared = await prepare(interview, telltale, 'repeat');
    if (prepared !== null) return prepared;
  }
  return null;
}

/** The telltale by which the lifetime can be asked; null where there is none. */
export async function telltaleForLater(interview: Interview): Promise<Telltale | null> {
  const prepared = await proven(interview);
  if (prepared !== null) return prepared.telltale;
  const { answer } = await otherBody.ask(interview);
  if (answer === 'refused') return 'other-body-refused';
  return answer === 'first result' ? 'other-body-dropped' : null;
}
