/** A process that runs `fileReader.ts`. */
export interface Reader {
  once(event: 'message', listener: (answer: unknown) => void): unknown;
  once(event: 'exit', listener: () => void): unknown;
  postMessage(question: unknown): void;
  kill(): boolean;
}

/** Null where no answer comes within `longest` (ms). The process is gone afterwards, or goes once its disk lets it. */
export function askElsewhere(reader: Reader, question: unknown, longest: number): Promise<unknown> {
  return new Promise((resolve) => {
    const end = (answer: unknown) => {
      clearTimeout(timer);
      reader.kill();
      resolve(answer);
    };
    const timer = setTimeout(end, longest, null);
    reader.once('message', end);
    reader.once('exit', () => end(null));
    reader.postMessage(question);
  });
}
