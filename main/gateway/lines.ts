import { CallNotBegun, type Line, LostCall, type Post } from './line.ts';

/** A connection that answered longer ago than this (ms) is not used again: it may be dead without anybody knowing. */
const KEPT_FOR_MS = 10_000;

interface Kept {
  line: Line;
  /** When its last call was answered (monotonic ms). */
  answeredAt: number;
}

/**
 * As many lines as calls are under way. A line whose last call was answered just now goes on with the
 * connection that it has; every other call gets one that nobody used before. Only such a call can be known
 * to have never left, and to have been sent once: over a connection that is used again, the network stack sends a
 * lost call a second time by itself, and what is told then is what became of the second one.
 */
export class Lines {
  readonly #open: () => Line;
  readonly #monotonic: () => number;
  /** The one that was used last is taken first: it is the warmest. */
  readonly #free: Kept[] = [];

  constructor(open: () => Line, monotonic: () => number) {
    this.#open = open;
    this.#monotonic = monotonic;
  }

  readonly post: Post = async (call) => {
    const kept = this.#take();
    try {
      const isKept = this.#monotonic() - kept.answeredAt < KEPT_FOR_MS;
      const isOwn = !isKept && (await kept.line.renew().catch(() => false));
      kept.answeredAt = Number.NEGATIVE_INFINITY;
      const answer = await kept.line.post(call).catch((error: unknown) => {
        throw isOwn ? error : doubtful(error);
      });
      kept.answeredAt = this.#monotonic();
      return { ...answer, mayBeSecond: !isOwn };
    } finally {
      this.#free.push(kept);
    }
  };

  #take(): Kept {
    let kept = this.#free.pop();
    while (kept?.line.isGone()) kept = this.#free.pop();
    return kept ?? { line: this.#open(), answeredAt: Number.NEGATIVE_INFINITY };
  }
}

function doubtful(error: unknown): unknown {
  if (error instanceof CallNotBegun) return error;
  return error instanceof LostCall ? new LostCall(error.code, true) : error;
}
