import type { Bridge, BridgeError } from '../../../app/ipc/bridge.ts';
import type { SaveFilter, SaveRow } from '../../../app/outbox/saveList.ts';

/** Rows that are asked for at once. */
const PAGE = 100;

/** Rows are asked for anew at most this often while the queue moves (ms). */
const RENEW_EVERY = 200;

/** After a page that could not be read, so long until the next try, and twice as long each time (ms). */
const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 8_000;

export interface SaveQuery {
  filter: SaveFilter;
  search: string;
}

/** Why the rows cannot be read just now. */
export interface ReadFailure {
  code: BridgeError['code'] | 'no-answer';
  /** Seconds until it is tried again. */
  waitSeconds: number;
}

/**
 * The rows of one filter, page by page as they come into sight: ten thousand of them cost no more than
 * the few that are seen. What is out of sight is forgotten when the queue has moved. One page is asked for after the
 * other, and each answer is shown: however slow they come, a queue that moves all the time starves nobody.
 */
export class SavePages {
  /** What these rows are the answer to: they are shown for nothing else. */
  readonly query: SaveQuery;
  readonly #list: Bridge['listSaves'];
  readonly #tell: () => void;
  readonly #size: number;
  readonly #pages = new Map<number, SaveRow[]>();
  /** To be asked for, the one that has waited longest first. */
  readonly #wanted = new Set<number>();
  #seen: readonly number[] = [0];
  #isAsking = false;
  #isStopped = false;
  #renewal: ReturnType<typeof setTimeout> | null = null;
  #retry: ReturnType<typeof setTimeout> | null = null;
  #failures = 0;
  /** How many rows there are; null before the first answer. */
  total: number | null = null;
  acceptedToday = 0;
  /** Null while the rows can be read; what was read before stays to be seen. */
  failure: ReadFailure | null = null;

  /** `tell`: called when there is something new to show; `size`: rows that are asked for at once. */
  constructor(list: Bridge['listSaves'], query: SaveQuery, tell: () => void, size = PAGE) {
    this.#list = list;
    this.query = query;
    this.#tell = tell;
    this.#size = size;
    this.#want(0);
  }

  rowAt(index: number): SaveRow | undefined {
    return this.#pages.get(Math.floor(index / this.#size))?.[index % this.#size];
  }

  /** Where a slip stands among the rows that are loaded, or null. */
  indexOf(slip: string): number | null {
    for (const [page, rows] of this.#pages) {
      const at = rows.findIndex((row) => row.slip === slip);
      if (at >= 0) return page * this.#size + at;
    }
    return null;
  }

  /** These rows are in sight now. */
  see(first: number, last: number): void {
    const from = Math.floor(first / this.#size);
    const to = Math.floor(last / this.#size);
    this.#seen = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    for (const page of this.#seen) if (!this.#pages.has(page)) this.#want(page);
  }

  /** The queue has moved: what is in sight is asked for anew. */
  renew(): void {
    this.#renewal ??= setTimeout(() => {
      this.#renewal = null;
      for (const page of this.#seen) this.#want(page);
    }, RENEW_EVERY);
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#renewal !== null) clearTimeout(this.#renewal);
    if (this.#retry !== null) clearTimeout(this.#retry);
  }

  #want(page: number): void {
    this.#wanted.add(page);
    void this.#ask();
  }

  async #ask(): Promise<void> {
    if (this.#isAsking || this.#retry !== null) return;
    this.#isAsking = true;
    for (let page = this.#next(); page !== null; page = this.#next()) {
      this.#wanted.delete(page);
      await this.#load(page);
    }
    this.#isAsking = false;
  }

  #next(): number | null {
    if (this.#isStopped || this.#retry !== null) return null;
    for (const page of this.#wanted) {
      if (this.#seen.includes(page)) return page;
      // Scrolled past before it was its turn.
      this.#wanted.delete(page);
    }
    return null;
  }

  async #load(page: number): Promise<void> {
    const query = { ...this.query, offset: page * this.#size, limit: this.#size };
    const reply = await this.#list(query).catch(() => null);
    if (this.#isStopped) return;
    if (!reply?.ok) return this.#failed(page, reply?.error ?? null);
    this.#failures = 0;
    this.failure = null;
    for (const other of this.#pages.keys()) {
      if (!this.#seen.includes(other)) this.#pages.delete(other);
    }
    this.#pages.set(page, reply.value.rows);
    this.total = reply.value.total;
    this.acceptedToday = reply.value.acceptedToday;
    this.#tell();
  }

  /** Told, and tried again by itself, when main has said or ever more rarely. */
  #failed(page: number, error: BridgeError | null): void {
    const grown = Math.min(FIRST_RETRY * 2 ** this.#failures, LONGEST_RETRY);
    const wait = error?.waitSeconds === undefined ? grown : error.waitSeconds * 1_000;
    this.#failures += 1;
    this.failure = { code: error?.code ?? 'no-answer', waitSeconds: Math.ceil(wait / 1_000) };
    this.#wanted.add(page);
    this.#retry = setTimeout(() => {
      this.#retry = null;
      void this.#ask();
    }, wait);
    this.#tell();
  }
}
