import { LeaseFile } from '../lease/leaseFile.ts';
import type { LeaseRecord } from '../lease/leaseRecord.ts';

/** What the disk says of the lease. */
export interface LeaseFaults {
  /** The code of the file system, or null. */
  read: string | null;
  write: string | null;
}

/** The real file, of which the disk refuses what a test wants. */
export class FaultyLeaseFile extends LeaseFile {
  readonly #faults: LeaseFaults;

  constructor(path: string, faults: LeaseFaults) {
    super(path);
    this.#faults = faults;
  }

  override async read() {
    refuse(this.#faults.read);
    return super.read();
  }

  override async beat(mine: LeaseRecord, isFlushed: boolean) {
    refuse(this.#faults.read);
    const { write } = this.#faults;
    if (write === null) return super.beat(mine, isFlushed);
    return { reading: await super.read(), writeError: refusal(write) };
  }

  override async create(mine: LeaseRecord) {
    refuse(this.#faults.write);
    return super.create(mine);
  }

  override async replace(mine: LeaseRecord) {
    refuse(this.#faults.write);
    return super.replace(mine);
  }
}

function refuse(code: string | null): void {
  if (code !== null) throw refusal(code);
}

function refusal(code: string): Error {
  return Object.assign(new Error(code), { code });
}
