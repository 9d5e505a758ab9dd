import { askElsewhere, type Reader } from '../files/askElsewhere.ts';
import type { SavedFiles, SavedPlace } from './savedFiles.ts';
import { type SavedAnswer, type SavedQuestion, UNANSWERED } from './savedQuestion.ts';

/** How long a whole file may take to any disk (ms): tens of megabytes on a slow stick. */
const LONGEST_CONTENT = 2 * 60_000;

/** How long it may take to look at a name (ms). */
const LONGEST_NAME = 15_000;

/**
 * The same in a process of its own, each call: a share or a stick may answer nothing for hours, and the till does not
 * wait with it. `fork`: starts one that runs `fileReader.ts`.
 */
export function savedFilesElsewhere(fork: () => Reader): SavedFiles {
  const ask = async (longest: number, question: SavedQuestion) =>
    (await askElsewhere(fork(), question, longest)) as SavedAnswer | null;
  const question = 'saved';
  return {
    place: async (...given) => {
      const answer = await ask(LONGEST_NAME, { question, call: 'place', given });
      return (answer?.value ?? { ok: false, code: UNANSWERED }) as SavedPlace;
    },
    write: async (...given) => {
      const answer = await ask(LONGEST_CONTENT, { question, call: 'write', given });
      return answer === null ? UNANSWERED : (answer.value as typeof UNANSWERED | null);
    },
  };
}
