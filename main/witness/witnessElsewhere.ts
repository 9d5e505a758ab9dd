import { askElsewhere, type Reader } from '../files/askElsewhere.ts';
import type { WitnessAnswer, WitnessQuestion } from './witnessFolder.ts';

/** Asks about the second place, `longest` ms at the most. */
export type AskWitness = (question: WitnessQuestion, longest: number) => Promise<WitnessAnswer>;

/** So many processes may wait at once for a disk that lets them neither answer nor end; nobody else is sent after them. */
const MOST_WAITING = 3;

/** In a process of its own, each question: neither the till nor one of its few threads for its own disk waits for a share. */
export function witnessElsewhere(fork: () => Reader): AskWitness {
  let waiting = 0;
  return async (question, longest) => {
    if (waiting >= MOST_WAITING) return { ok: false, code: 'NO_ANSWER' };
    const reader = fork();
    waiting += 1;
    reader.once('exit', () => {
      waiting -= 1;
    });
    const answer = (await askElsewhere(reader, question, longest)) as WitnessAnswer | null;
    return answer ?? { ok: false, code: 'NO_ANSWER' };
  };
}
