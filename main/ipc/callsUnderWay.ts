/** More than our page ever has under way: it opens with a handful, and the manager's page with a few more. */
export const MOST_CALLS = 32;
/** Of their arguments together (`sizeOf`): two of the largest that there may be. */
export const MOST_SIZE = 2_000_000;

interface Waiting {
  size: number;
  send: () => void;
}

/**
 * The calls of a page that are not answered yet. Chromium takes in as many as a page makes: each waits in the main process for its
 * turn, and a long one in a shared memory of its own, which is a file that is open there. A script that called and called
 * had every file, and the program ended. So no more than some are under way at once; the others wait in the page's own
 * process, in their order, and none is lost.
 */
export class CallsUnderWay {
  readonly #waiting = new Set<Waiting>();
  #calls = 0;
  #size = 0;

  /** Sends at once where there is room, otherwise once those before it are answered; settles as the answer does. */
  call<Answer>(size: number, send: () => Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const answered = () => {
        this.#calls -= 1;
        this.#size -= size;
        this.#sendNext();
      };
      const begin = async () => send();
      this.#waiting.add({ size, send: () => begin().then(resolve, reject).finally(answered) });
      this.#sendNext();
    });
  }

  #sendNext(): void {
    for (const next of this.#waiting) {
      if (this.#calls >= MOST_CALLS || this.#size + next.size > MOST_SIZE) return;
      this.#waiting.delete(next);
      this.#calls += 1;
      this.#size += next.size;
      next.send();
    }
  }
}
