import type { Bridge } from '../../../app/ipc/bridge.ts';
import type { SaveFilter, SaveRow } from '../../../app/outbox/saveList.ts';

/** Rows that are asked for at once. */
const PAGE = 100;

/** Rows are asked for anew at most this often while the queue moves (ms). */
const RENEW_EVERY = 200;

export interface SaveQuery {
  filter: SaveFilter;
  search: string;
}

/**
 * The rows of one filter, page by page as they come into sight: ten thousand of them cost no more than
 * the few that are seen. What is out of sight is forgotten when the queue has moved.
 */
export class SavePages {
  readonly #list: Bridge['listSaves'];
  readonly #query: SaveQuery;
  readonly #tell: () => void;
  readonly #pages = new Map<number, SaveRow[]>();
  readonly #asked = new Set<number>();
  #seen: readonly number[] = [0];
  #generation = 0;
  #renewal: ReturnType<typeof setTimeout> | null = null;
  /** How many rows there are; null before the first answer. */
  total: number | null = null;
  acceptedToday = 0;

  /** `tell`: called when there is something new to show. */
  constructor(list: Bridge['listSaves'], query: SaveQuery, tell: () => void) {
    this.#list = list;
    this.#query = query;
    this.#tell = tell;
    void this.#load(0);
  }

  rowAt(index: number): SaveRow | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Where a slip stands among the rows that are loaded, or null. */
  indexOf(slip: string): number | null {
    for (const [page, rows] of this.#pages) {
      const at = rows.findIndex((row) => row.slip === slip);
      if (at >= 0) return page * PAGE + at;
    }
    return null;
  }

  /** These rows are in sight now. */
  see(first: number, last: number): void {
    const from = Math.floor(first / PAGE);
    const to = Math.floor(last / PAGE);
    this.#seen = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    for (const page of this.#seen) {
      if (!this.#pages.has(page) && !this.#asked.has(page)) void this.#load(page);
    }
  }

  /** The queue has moved: what is in sight is asked for anew. */
  renew(): void {
    this.#renewal ??= setTimeout(() => {
      this.#renewal = null;
      this.#generation += 1;
      this.#asked.clear();
      for (const page of this.#seen) void this.#load(page);
    }, RENEW_EVERY);
  }

  stop(): void {
    this.#generation += 1;
    if (this.#renewal !== null) clearTimeout(this.#renewal);
  }

  async #load(page: number): Promise<void> {
    const generation = this.#generation;
    this.#asked.add(page);
    const query = { ...this.#query, offset: page * PAGE, limit: PAGE };
    const reply = await this.#list(query).catch(() => null);
    // The queue has moved since, and the rows with it.
    if (generation !== this.#generation) return;
    this.#asked.delete(page);
    if (!reply?.ok) return;
    for (const other of this.#pages.keys()) {
      if (!this.#seen.includes(other)) this.#pages.delete(other);
    }
    this.#pages.set(page, reply.value.rows);
    this.total = reply.value.total;
    this.acceptedToday = reply.value.acceptedToday;
    this.#tell();
  }
}
