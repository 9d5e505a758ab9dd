import { askElsewhere, type Reader } from '../files/askElsewhere.ts';
import type { WitnessAnswer, WitnessQuestion } from './witnessFolder.ts';

/** Asks about the second place, `longest` ms at the most. */
export type AskWitness = (question: WitnessQuestion, longest: number) => Promise<WitnessAnswer>;

/** In a process of its own, each question: neither the till nor one of its few threads for its own disk waits for a share. */
export function witnessElsewhere(fork: () => Reader): AskWitness {
  return async (question, longest) => {
    const answer = (await askElsewhere(fork(), question, longest)) as WitnessAnswer | null;
    return answer ?? { ok: false, code: 'NO_ANSWER' };
  };
}
