import type { Answer } from './answer.ts';

interface Circumstances {
  step: string;
  /** Whatever comes is an answer to the question. */
  any: boolean;
  /** How often the step has been tried, this time included. */
  tries: number;
}

/** Why nothing may be asked after this answer, or null. The step is then asked anew by a later run. */
export function obstacleOf(came: Answer, { step, any, tries }: Circumstances): string | null {
  const words = wordsOf(came);
  if (came.kind === 'failure') return `no answer to "${step}" (${came.text})`;
  if (came.meaning === 'quota') return `the platform limits the calls: ${words}`;
  if (any) return null;
  if (came.kind === 'foreign') {
    return `"${step}" was answered by something else (HTTP ${came.httpStatus})`;
  }
  if (came.meaning === 'configuration') return `a well-formed save is not accepted: ${words}`;
  if (came.meaning === 'clock') return `the time or the repeated sign is refused: ${words}`;
  // What a fault of the platform looks like the second time as well is its answer.
  const isFault = came.meaning === 'later' && tries < 2;
  return isFault ? `the platform had a fault of its own at "${step}": ${words}` : null;
}

export function wordsOf({ code, subCode, text }: Answer): string {
  return [code, subCode, text].filter(Boolean).join(' ');
}
