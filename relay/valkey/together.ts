/** So many are asked in one round: a script of them takes the server a millisecond, for which everybody else waits. */
const MOST = 32;

interface Waiting<Question, Answer> {
  question: Question;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/**
 * Gathers what is asked in one turn of the loop, and while the round before is under way, and asks it in one round: the more
 * calls come, the less each of them costs. Nobody waits for a call that is not there yet; and the server, which does one thing
 * after the other, would not have begun with the next round before the one under way either.
 */
export class Together<Question, Answer> {
  readonly #ask: (questions: readonly Question[]) => Promise<readonly Answer[]>;
  #waiting: Waiting<Question, Answer>[] = [];
  #isUnderWay = false;

  /** `ask`: gives one answer for each question, in their order; what it never ends, nothing is asked behind. */
  constructor(ask: (questions: readonly Question[]) => Promise<readonly Answer[]>) {
    this.#ask = ask;
  }

  /** Rejects where `ask` does. */
  ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject });
      if (this.#waiting.length === 1 && !this.#isUnderWay) this.#begin();
    });
  }

  #begin(): void {
    this.#isUnderWay = true;
    setImmediate(() => void this.#askAll());
  }

  async #askAll(): Promise<void> {
    const all = this.#waiting;
    this.#waiting = [];
    const rounds: Promise<void>[] = [];
    for (let from = 0; from < all.length; from += MOST) {
      rounds.push(this.#askSome(all.slice(from, from + MOST)));
    }
    await Promise.all(rounds);
    this.#isUnderWay = false;
    if (this.#waiting.length > 0) this.#begin();
  }

  async #askSome(some: readonly Waiting<Question, Answer>[]): Promise<void> {
    try {
      const answers = await this.#ask(some.map(({ question }) => question));
      for (const [index, { resolve }] of some.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      for (const { reject } of some) reject(error);
    }
  }
}
