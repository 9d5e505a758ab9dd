import { askElsewhere, type Reader } from '../files/askElsewhere.ts';
import type { WitnessAnswer, WitnessQuestion } from './witnessFolder.ts';

/** Asks about the second place, `longest` ms at the most. */
export type AskWitness = (question: WitnessQuestion, longest: number) => Promise<WitnessAnswer>;

/** So many processes may wait at once for a folder that lets them neither answer nor end; nobody else is sent after them. */
const MOST_WAITING = 3;

/** In a process of its own, each question: neither the till nor one of its few threads for its own disk waits for a share. */
export function witnessElsewhere(fork: () => Reader): AskWitness {
  const waiting = new Map<string, number>();
  const count = (folder: string, by: number) => waiting.set(folder, inFolder(folder) + by);
  const inFolder = (folder: string) => waiting.get(folder) ?? 0;
  return async (question, longest) => {
    const { folder } = question;
    // Another one that is chosen in its stead is asked.
    if (inFolder(folder) >= MOST_WAITING) return { ok: false, code: 'NO_ANSWER' };
    const reader = fork();
    count(folder, 1);
    reader.once('exit', () => count(folder, -1));
    const answer = (await askElsewhere(reader, question, longest)) as WitnessAnswer | null;
    return answer ?? { ok: false, code: 'NO_ANSWER' };
  };
}
