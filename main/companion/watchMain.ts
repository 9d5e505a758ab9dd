/** How the main process stands: processor time since its start (ms), memory (bytes), open files where the system tells. */
export interface Standing {
  cpuMs: number;
  bytes: number;
  files: number | null;
}

/** What of the main process a page has used up. */
export type Cost = 'time' | 'memory' | 'files';

/** In the memory that both threads see: how often the main thread has moved, and the page's process (0: none). */
export const SHARED = { beats: 0, page: 1, length: 2 } as const;

/** What is looked at in each second. */
export const LIMITS = {
  /**
   * So much processor time (ms) of the latest so many seconds in which the main thread did not move: a PC that was asleep, a
   * disk that was waited for, or other programs that take the processor, use none.
   */
  heldMs: 6_000,
  looks: 60,
  /** So much more memory than with the page that was just loaded. */
  bytes: 1024 ** 3,
  /** So many more open files; a till has a hundred. */
  files: 1_500,
  /** What comes with a page while it is being loaded is no cost: so many looks. */
  loading: 5,
};

export interface WatchParts {
  shared: Int32Array;
  slots: typeof SHARED;
  limits: typeof LIMITS;
  every: (look: () => void) => void;
  standing: () => Standing;
  end: (page: number) => void;
  tell: (cost: Cost) => void;
}

/**
 * Ends the process of a page that costs the main process too much. Runs in a thread of its own, since the main one
 * stands still then: its text is handed to that thread, so it may name nothing but its parts.
 */
export function watchMain(parts: WatchParts): void {
  const { shared, slots, limits, every, standing, end, tell } = parts;
  let page = 0;
  let ended = 0;
  let loading = 0;
  let beats = 0;
  let last = standing();
  let base = last;
  let held: number[] = [];

  const costOf = (now: Standing) => {
    if (held.reduce((sum, ms) => sum + ms, 0) >= limits.heldMs) return 'time';
    if (now.bytes - base.bytes > limits.bytes) return 'memory';
    const files = (now.files ?? 0) - (base.files ?? 0);
    return files > limits.files ? 'files' : null;
  };

  every(() => {
    const now = standing();
    const seen = Atomics.load(shared, slots.page);
    const moved = Atomics.load(shared, slots.beats);
    const isHeld = moved === beats;
    const heldMs = isHeld ? now.cpuMs - last.cpuMs : 0;
    beats = moved;
    last = now;
    // It has heard that a page has ended: the next one may get the same number.
    if (seen === 0) ended = 0;
    // The main thread may not have heard yet that it has ended.
    if (seen === 0 || seen === ended) return;
    if (seen !== page) {
      page = seen;
      loading = limits.loading;
      held = [];
    }
    held = [...held, heldMs].slice(-limits.looks);
    if (loading > 0 && !isHeld) {
      loading -= 1;
      base = now;
    }
    const cost = costOf(now);
    if (cost === null) return;
    ended = page;
    end(page);
    tell(cost);
  });
}
