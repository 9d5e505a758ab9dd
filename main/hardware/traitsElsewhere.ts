import { askElsewhere, type Reader } from '../files/askElsewhere.ts';
import type { TraitsQuestion } from './readTraits.ts';
import { type Reading, SHARED, tidyTraits } from './traits.ts';

/** How long this may take (ms), with the start of the process that asks: so long nothing is sent at the most. */
const LONGEST = 10_000;

/**
 * The traits of this computer, asked by a process of its own: a driver or a registry that does not answer holds up no
 * start. No answer in time is none. `fork`: starts one that runs `fileReader.ts`.
 */
export async function traitsElsewhere(fork: () => Reader, folder: string): Promise<Reading> {
  const asked: TraitsQuestion = { question: 'computer', folder };
  const answer = await askElsewhere(fork(), asked, LONGEST);
  return answer === SHARED ? SHARED : tidyTraits(answer);
}
