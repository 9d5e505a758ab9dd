import { shownAge } from '../ages.ts';
import type { Interview } from '../Interview.ts';
import { BY_IDS, known, open, type Question } from '../verdict.ts';
import { repeatedRequest, telltaleForLater } from './repeatedRequest.ts';
import { askAgain, type Prepared, prepare } from './telltale.ts';

const RULE =
  'A save whose outcome has been unknown for more than 24 hours is held as stale, because the id may be forgotten (docs/outbox.md).';

interface Waiting {
  prepared: Prepared;
  /** Seconds after which it was to come again. */
  age: number;
}

/** Sends the saves that are to come again later. Called early, so that they grow old meanwhile. */
export async function prepareLifetime(interview: Interview): Promise<Waiting[]> {
  const { answer } = await repeatedRequest.ask(interview);
  if (answer === 'executed again') return [];
  const telltale = await telltaleForLater(interview);
  if (telltale === null) return [];
  const waiting: Waiting[] = [];
  for (const age of interview.report.run.ages) {
    const prepared = await prepare(interview, telltale, `lifetime${age}`);
    if (prepared !== null) waiting.push({ prepared, age });
  }
  return waiting;
}

/** How long a request id is remembered. */
export const requestIdLifetime: Question = {
  id: 'requestIdLifetime',
  title: 'For how long is a request_id remembered?',
  ask: async (interview) => {
    const atOnce = await repeatedRequest.ask(interview);
    if (atOnce.answer === 'executed again') {
      return known(
        'not at all',
        'It is executed again at once.',
        BY_IDS,
        `Contradicts it. ${RULE}`,
      );
    }
    const waiting = await prepareLifetime(interview);
    if (waiting.length === 0) {
      return open('No save was found whose second execution would show.', RULE, BY_IDS);
    }
    const found: { age: number; isRemembered: boolean }[] = [];
    const left: string[] = [];
    for (const { prepared, age } of waiting) {
      const again = `${prepared.first}.again`;
      const due = sentAt(interview, prepared.first) + age * 1_000;
      if (!interview.has(again) && !(await interview.waitUntil(due))) {
        left.push(`${shownAge(age)}: ${new Date(due).toISOString()}`);
        continue;
      }
      const memory = await askAgain(interview, prepared);
      const trueAge = (sentAt(interview, again) - sentAt(interview, prepared.first)) / 1_000;
      if (memory === null || memory === 'cannot be told') continue;
      found.push({ age: trueAge, isRemembered: memory !== 'executed again' });
    }
    return conclude(found, left);
  },
};

/** When an answered step left (ms since 1970). */
function sentAt(interview: Interview, step: string): number {
  return Date.parse(interview.record(step)?.at ?? '');
}

function conclude(found: { age: number; isRemembered: boolean }[], left: string[]) {
  const remembered = found.filter((one) => one.isRemembered).map((one) => one.age);
  const forgotten = found.filter((one) => !one.isRemembered).map((one) => one.age);
  const says = [
    remembered.length > 0 ? `Still remembered after ${shownAge(Math.max(...remembered))}.` : '',
    forgotten.length > 0
      ? `Forgotten after ${shownAge(Math.min(...forgotten))}: executed again.`
      : '',
    left.length > 0 ? `To be asked, by the same command: ${left.join('; ')}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
  if (forgotten.length > 0) {
    const from = remembered.length > 0 ? shownAge(Math.max(...remembered)) : '0 s';
    const isShort = Math.min(...forgotten) <= 86_400;
    return known(
      `between ${from} and ${shownAge(Math.min(...forgotten))}`,
      says,
      BY_IDS,
      isShort ? `Contradicts the 24 hours: they must be shorter. ${RULE}` : RULE,
    );
  }
  if (remembered.length > 0 && left.length === 0) {
    const longest = Math.max(...remembered);
    const outbox = longest > 86_400 ? `Confirms it. ${RULE}` : RULE;
    return known(`longer than ${shownAge(longest)}`, says, BY_IDS, outbox);
  }
  return open(says || 'Nothing came of it.', RULE, BY_IDS);
}
