import { type SavedFiles, savedFiles } from './savedFiles.ts';

/** What is said of a disk that says nothing. */
export const UNANSWERED = 'file.no-answer';

/** What another process is asked about a file of the manager's. */
export type SavedQuestion = {
  [Call in keyof SavedFiles]: {
    question: 'saved';
    call: Call;
    given: Parameters<SavedFiles[Call]>;
  };
}[keyof SavedFiles];

export interface SavedAnswer {
  value: unknown;
}

/** What that process does. */
export async function answerSavedQuestion({ call, given }: SavedQuestion): Promise<SavedAnswer> {
  const act = savedFiles[call] as (...all: readonly unknown[]) => Promise<unknown>;
  return { value: await act(...given) };
}
