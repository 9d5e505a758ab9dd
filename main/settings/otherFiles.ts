import type { ProvisionRead } from './readProvisionFile.ts';

/** How long a file on any disk may take, with the start of the process that reads it (ms). */
const LONGEST = 8_000;

export type FileQuestion = { question: 'provision' | 'there'; path: string };

/** What is asked about files of other people, whose disk may answer nothing for minutes. */
export interface OtherFiles {
  /** As `readProvisionFile`; no answer in time is one mistake. */
  readProvision(path: string): Promise<ProvisionRead>;
  /** Whether a file is there. No answer in time counts as yes: nobody knows that it is gone. */
  isThere(path: string): Promise<boolean>;
}

/** A process that runs `fileReader.ts`. */
interface Reader {
  once(event: 'message', listener: (answer: unknown) => void): unknown;
  once(event: 'exit', listener: () => void): unknown;
  postMessage(question: FileQuestion): void;
  kill(): boolean;
}

/** `fork`: starts one. */
export function otherFiles(fork: () => Reader): OtherFiles {
  return {
    readProvision: async (path) => {
      const read = await answerOf(fork(), { question: 'provision', path });
      const lines = [`${path}: it cannot be read (no answer)`];
      return (read as ProvisionRead | null) ?? { ok: false, lines };
    },
    isThere: async (path) => (await answerOf(fork(), { question: 'there', path })) !== false,
  };
}

/** Null where none comes. The process is gone afterwards, or goes once its disk lets it. */
function answerOf(reader: Reader, question: FileQuestion): Promise<unknown> {
  return new Promise((resolve) => {
    const end = (answer: unknown) => {
      clearTimeout(timer);
      reader.kill();
      resolve(answer);
    };
    const timer = setTimeout(end, LONGEST, null);
    reader.once('message', end);
    reader.once('exit', () => end(null));
    reader.postMessage(question);
  });
}
