import { GroupCommit } from '../files/groupCommit.ts';
import { isDone } from '../files/isDone.ts';
import type { Vault } from '../vault/vault.ts';
import type { PinRecord } from './managerPin.ts';
import { PinFile } from './pinFile.ts';

/** What is kept a second time: the PIN, and how often the settings have changed. */
export interface KeptTwice {
  pin: PinRecord | null;
  settingsRevision: number;
}

/** The second place of what an earlier `settings.json` could bring back; there since the first settings. */
export class SecondPlace {
  readonly #file: PinFile;
  readonly #now: () => KeptTwice;
  /** However often somebody asks: all that came while one was written are the next one, with what holds then. */
  readonly #commits = new GroupCommit<null, void>(() => this.#write());
  /** What lies there; null where nothing does, or nothing that is to stay. */
  #kept: KeptTwice | null = null;
  /** Nobody reads what lies there, and somebody may want to try: so nothing is written over it. */
  #isInTheWay = false;

  /** `now`: what holds. */
  constructor(folder: string, vault: Vault, now: () => KeptTwice) {
    this.#file = new PinFile(folder, vault);
    this.#now = now;
  }

  /** What lies there. `isThere`: this till was set up, also where nothing of it can be read. Throws what the disk throws. */
  async read(): Promise<KeptTwice & { isThere: boolean }> {
    const kept = await this.#file.read();
    this.#isInTheWay = kept === 'lost';
    if (typeof kept === 'string')
      return { pin: null, settingsRevision: 0, isThere: kept !== 'missing' };
    const { pin, settingsRevision, isOldFormat } = kept;
    if (!isOldFormat) this.#kept = { pin, settingsRevision };
    return { pin, settingsRevision, isThere: true };
  }

  /** Where the disk refuses, the next start tries again. */
  async keep(): Promise<void> {
    const { pin, settingsRevision } = this.#now();
    const isKept =
      this.#kept !== null &&
      this.#kept.settingsRevision === settingsRevision &&
      (this.#kept.pin?.revision ?? 0) === (pin?.revision ?? 0);
    if (!isKept) await isDone(this.#commits.add(null));
  }

  /** Seals it anew, with the key of now. Throws what the disk throws. */
  async rewrite(): Promise<void> {
    if (this.#kept !== null) await this.#commits.add(null);
  }

  async #write(): Promise<void> {
    const now = this.#now();
    if (this.#isInTheWay) await this.#file.putAside();
    this.#isInTheWay = false;
    await this.#file.write(now);
    this.#kept = now;
  }
}
