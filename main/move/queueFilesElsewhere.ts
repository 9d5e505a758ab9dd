import { askElsewhere, type Reader } from '../files/askElsewhere.ts';
import type { ExportPlace } from './exportPlace.ts';
import { NO_ANSWER } from './noAnswer.ts';
import { nothingMade } from './nothingMade.ts';
import type { QueueFiles } from './queueFiles.ts';
import type { QueueAnswer, QueueQuestion } from './queueQuestion.ts';

/** How long a whole queue may take to any disk or from it (ms): 64 MB on a slow stick. */
const LONGEST_CONTENT = 2 * 60_000;

/** How long it may take to look at a name, or to remove it (ms). */
const LONGEST_NAME = 15_000;

/**
 * The same in a process of its own, each call: the disk of a share or a stick may answer nothing for hours, and neither
 * the till nor one of its few threads for its own disk waits with it. Throws also `NO_ANSWER`. `fork`: starts one that
 * runs `fileReader.ts`.
 */
export function queueFilesElsewhere(fork: () => Reader): QueueFiles {
  const ask = async (longest: number, question: QueueQuestion) => {
    const answer = (await askElsewhere(fork(), question, longest)) as QueueAnswer | null;
    if (answer?.ok) return answer.value;
    if (answer?.isNothingMade) throw nothingMade(answer.code);
    const code = answer?.code ?? NO_ANSWER;
    throw Object.assign(new Error(`the disk of a queue's file: ${code}`), { code });
  };
  const question = 'queue';
  return {
    place: async (...given) =>
      (await ask(LONGEST_NAME, { question, call: 'place', given })) as ExportPlace,
    read: async (...given) =>
      (await ask(LONGEST_CONTENT, { question, call: 'read', given })) as string,
    write: async (...given) =>
      void (await ask(LONGEST_CONTENT, { question, call: 'write', given })),
    name: async (...given) => void (await ask(LONGEST_CONTENT, { question, call: 'name', given })),
    remove: async (...given) =>
      (await ask(LONGEST_NAME, { question, call: 'remove', given })) as boolean,
  };
}
