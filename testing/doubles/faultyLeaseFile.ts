import { LeaseFile } from '../../main/lease/leaseFile.ts';
import type { LeaseRecord } from '../../main/lease/leaseRecord.ts';

/** What the disk says of the lease. */
export interface LeaseFaults {
  /** The code of the file system, or null. */
  read: string | null;
  write: string | null;
}

/** The real file, of which the disk refuses what a test wants. */
export class FaultyLeaseFile extends LeaseFile {
  static #underWay = 0;

  readonly #faults: LeaseFaults;
  readonly #goOn: () => Promise<void>;

  /** `goOn`: see `freezingDisk`. */
  constructor(path: string, faults: LeaseFaults, goOn: () => Promise<void>) {
    super(path);
    this.#faults = faults;
    this.#goOn = goOn;
  }

  /**
   * Whether the disk has not answered yet. Windows refuses a rename while another program has the file open, and what is
   * tried again some real milliseconds later is no work of the disk meanwhile.
   */
  static get isBusy(): boolean {
    return FaultyLeaseFile.#underWay > 0;
  }

  override read() {
    return this.#frozen(this.#faults.read, () => super.read());
  }

  override beat(mine: LeaseRecord, isFlushed: boolean) {
    return this.#frozen(this.#faults.read, async () => {
      const { write } = this.#faults;
      if (write === null) return super.beat(mine, isFlushed);
      return { reading: await super.read(), writeError: refusal(write) };
    });
  }

  override create(mine: LeaseRecord) {
    return this.#frozen(this.#faults.write, () => super.create(mine));
  }

  override replace(mine: LeaseRecord) {
    return this.#frozen(this.#faults.write, () => super.replace(mine));
  }

  async #frozen<Result>(code: string | null, call: () => Promise<Result>): Promise<Result> {
    await this.#goOn();
    if (code !== null) throw refusal(code);
    FaultyLeaseFile.#underWay += 1;
    const result = await call().finally(() => {
      FaultyLeaseFile.#underWay -= 1;
    });
    await this.#goOn();
    return result;
  }
}

function refusal(code: string): Error {
  return Object.assign(new Error(code), { code });
}
