import { statfs } from 'node:fs/promises';

/** How much room the disk of a folder has, as it was when it was last asked. Nobody waits for a disk that does not answer. */
export class FreeRoom {
  readonly #ask: () => Promise<number>;
  #bytes: number | null = null;
  #isAsking = false;

  /** `ask` gives bytes; default: the system is asked. */
  constructor(folder: string, ask: (folder: string) => Promise<number> = freeBytes) {
    this.#ask = () => ask(folder);
    this.#look();
  }

  /** Bytes, or null where the disk has not said, and asks for the next time. */
  take(): number | null {
    this.#look();
    return this.#bytes;
  }

  #look(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const learn = (bytes: number | null) => {
      this.#bytes = bytes;
      this.#isAsking = false;
    };
    this.#ask().then(learn, () => learn(null));
  }
}

/** Room on the disk of a folder (bytes). Rejects where the disk does not say. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
