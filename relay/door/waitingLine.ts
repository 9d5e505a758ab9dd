/** Whoever waited is gone: what he has sent is let go of, and nothing of it is read. */
export class SenderGone extends Error {}

/** Of a call, its response: it says `close` when its connection ends, also where it stands behind others of that connection. */
export type Sender = Pick<NodeJS.EventEmitter, 'once' | 'off'>;

/**
 * Calls that wait behind each other. Whoever's connection ends leaves at once: a line of what nobody waits for would hold its bodies, whose
 * place in the memory others are given by then.
 */
export class WaitingLine {
  readonly #waiting = new Set<() => void>();

  get length(): number {
    return this.#waiting.size;
  }

  /** Until the call has its turn. Rejects with `SenderGone`; `left` is told of that before. */
  wait(sender: Sender, left: () => void): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(go);
        left();
        reject(new SenderGone());
      };
      const go = () => {
        sender.off('close', leave);
        resolve();
      };
      this.#waiting.add(go);
      sender.once('close', leave);
    });
  }

  /** Gives the first its turn; false where nobody waits. */
  letGo(): boolean {
    const [first] = this.#waiting;
    if (first === undefined) return false;
    this.#waiting.delete(first);
    first();
    return true;
  }
}
