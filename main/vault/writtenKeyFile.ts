import { readIfThere, replaceFile } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { setAside } from '../files/setAside.ts';
import { type KeyEntry, keyFileBytes } from './keyFile.ts';
import { keyFileInPlace } from './keyFileInPlace.ts';

/** The key file under a running program, which alone may write it. */
export class WrittenKeyFile {
  readonly #path: string;
  /** What this program has read or written last. */
  #bytes: Buffer;
  /** Of all keys that it has had, or has tried to write. */
  readonly #checks: Set<string>;

  /** `bytes`, `checks`: as it lies there. */
  constructor(path: string, bytes: Buffer, checks: Iterable<string>) {
    this.#path = path;
    this.#bytes = bytes;
    this.#checks = new Set(checks);
  }

  /** Replaces the whole file, durably. Throws what the disk throws; then what was there counts, and is put back if it can be. */
  async write(entries: readonly KeyEntry[]): Promise<void> {
    const bytes = keyFileBytes(entries);
    // Before: it may have its name where the disk did not flush that, and is no other queue's.
    for (const { check } of entries) this.#checks.add(check);
    try {
      await replaceFile(this.#path, bytes);
    } catch (error) {
      await isDone(this.#putBack(bytes));
      throw error;
    }
    this.#bytes = bytes;
  }

  /**
   * Writes the file again where it is no longer what this program has read or written last: these keys alone open what
   * is being saved. What lies in its place may be the only key of another queue, and is set aside. True where it was
   * written. `now`: ms since 1970. Throws what the disk throws.
   */
  async restore(now: number): Promise<boolean> {
    const found = await keyFileInPlace(this.#path, this.#bytes, this.#checks);
    if (found === 'ours') return false;
    if (found === 'foreign') await setAside(this.#path, now);
    await replaceFile(this.#path, this.#bytes);
    return true;
  }

  /** Nothing is sealed with keys that nobody was given: the next start is to find those that are used. */
  async #putBack(refused: Buffer): Promise<void> {
    const found = await readIfThere(this.#path);
    if (found?.equals(refused)) await replaceFile(this.#path, this.#bytes);
  }
}
