import type { Answer } from './answer.ts';

/**
 * What may answer a step: a verdict on a well-formed save; any verdict on the member; or any at all, where the
 * protocol itself is the question.
 */
export type Expects = 'save' | 'any' | 'protocol';

interface Circumstances {
  step: string;
  expects: Expects;
  /** How often the step has been tried, this time included. */
  tries: number;
}

/** Why nothing may be asked after this answer, or null. The step is then asked anew by a later run. */
export function obstacleOf(came: Answer, { step, expects, tries }: Circumstances): string | null {
  const words = wordsOf(came);
  if (came.kind === 'failure') return `no answer to "${step}" (${came.text})`;
  if (came.meaning === 'quota') return `the platform limits the calls: ${words}`;
  if (expects === 'protocol') return null;
  if (came.meaning === 'clock') return `the time or the repeated sign is refused: ${words}`;
  if (expects === 'any') return null;
  if (came.kind === 'foreign') {
    return `"${step}" was answered by something else (HTTP ${came.httpStatus})`;
  }
  if (came.meaning === 'configuration') return `a well-formed save is not accepted: ${words}`;
  // What a fault of the platform looks like the second time as well is its answer.
  const isFault = came.meaning === 'later' && tries < 2;
  return isFault ? `the platform had a fault of its own at "${step}": ${words}` : null;
}

export function wordsOf({ code, subCode, text }: Answer): string {
  return [code, subCode, text].filter(Boolean).join(' ');
}
