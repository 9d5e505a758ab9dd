import { Worker } from 'node:worker_threads';
import { type Cost, LIMITS, SHARED, watchMain } from './watchMain.ts';

/** How often the main thread says that it moves (ms): oftener than it is looked at. */
const BEAT_MS = 400;

/** The thread that watches: it knows no more of this program than what it is given here. */
const THREAD = `
const { workerData, parentPort } = require('node:worker_threads');
const { readdirSync } = require('node:fs');
const openFiles = () => {
  try {
    return process.platform === 'linux' ? readdirSync('/proc/self/fd').length : null;
  } catch {
    return null;
  }
};
const standing = () => {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000, bytes: process.memoryUsage.rss(), files: openFiles() };
};
const end = (page) => {
  try {
    process.kill(page, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
};
const every = (look) => setInterval(look, 1000);
const tell = (cost) => parentPort.postMessage(cost);
(${watchMain.toString()})({ ...workerData, every, standing, end, tell });
`;

export interface PageCostParts {
  /** The process of the page; 0: there is none. */
  page: () => number;
  /** Its page was ended for it. */
  onEnded: (cost: Cost) => void;
  onError: (error: Error) => void;
}

/**
 * What a page costs the main process, by whatever way. Chromium passes on there, or keeps, much of what a script makes: the words
 * of a form, a name, a line for the console, an address of a frame. What is known is taken out or bounded for itself
 * (`main/window/takenOut.ts`); nobody knows all of it. So whatever it is, the process of a page that holds the main process
 * up, or fills it, is ended, and its script with it. The page comes back as after any crash; what was typed is on the disk.
 */
export class PageCost {
  readonly #shared = new Int32Array(
    new SharedArrayBuffer(SHARED.length * Int32Array.BYTES_PER_ELEMENT),
  );
  readonly #page: () => number;
  readonly #beating: NodeJS.Timeout;
  readonly #thread: Worker;

  constructor({ page, onEnded, onError }: PageCostParts) {
    this.#page = page;
    const workerData = { shared: this.#shared, slots: SHARED, limits: LIMITS };
    this.#thread = new Worker(THREAD, { eval: true, workerData });
    this.#thread.unref();
    this.#thread.on('message', onEnded);
    // A till without it goes on.
    this.#thread.on('error', onError);
    this.#beating = setInterval(() => this.#beat(), BEAT_MS).unref();
    this.#beat();
  }

  async close(): Promise<void> {
    clearInterval(this.#beating);
    await this.#thread.terminate();
  }

  #beat(): void {
    Atomics.store(this.#shared, SHARED.page, this.#page());
    Atomics.add(this.#shared, SHARED.beats, 1);
  }
}
