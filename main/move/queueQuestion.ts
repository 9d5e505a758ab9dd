import { errorCode } from '../files/durableFile.ts';
import { isNothingMade } from './nothingMade.ts';
import { type QueueFiles, queueFiles } from './queueFiles.ts';

/** What another process is asked for a move. */
export type QueueQuestion = {
  [Call in keyof QueueFiles]: {
    question: 'queue';
    call: Call;
    given: Parameters<QueueFiles[Call]>;
  };
}[keyof QueueFiles];

/** `code`: the file system's own, or empty text; `isNothingMade`: it was thrown before there was a file. */
export type QueueAnswer =
  | { ok: true; value: unknown }
  | { ok: false; code: string; isNothingMade: boolean };

/** What that process does. */
export async function answerQueueQuestion({ call, given }: QueueQuestion): Promise<QueueAnswer> {
  const act = queueFiles[call] as (...all: readonly string[]) => Promise<unknown>;
  return act(...given).then(
    (value) => ({ ok: true, value }),
    (error: unknown) => ({
      ok: false,
      code: errorCode(error),
      isNothingMade: isNothingMade(error),
    }),
  );
}
