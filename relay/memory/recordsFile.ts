import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { administratorRecord, chainAccount, tillRecord } from '../state/records.ts';
import type {
  AdministratorRecord,
  ChainAccount,
  StateAway,
  TillRecord,
  Written,
} from '../state/relayState.ts';
import { takeLock } from './fileLock.ts';

/** What a relay alone keeps on disk. */
export interface Records {
  tills: ReadonlyMap<string, TillRecord>;
  administrators: ReadonlyMap<string, AdministratorRecord>;
  account: ChainAccount | null;
}

const fileShape = z.strictObject({
  tillsideRelay: z.literal(1),
  account: chainAccount.nullable(),
  administrators: z.array(administratorRecord),
  tills: z.array(tillRecord),
});

const NOTHING: Records = { tills: new Map(), administrators: new Map(), account: null };

/**
 * The file of a relay alone. It is written whole, beside and into place, under a lock that the commands of other processes
 * take as well, and read again as soon as it is another one. What it throws is the disk's own error, or says that the file
 * is not a relay's.
 */
export class RecordsFile {
  readonly #path: string;
  readonly #lock: string;
  readonly #patience: number;
  #known: { records: Records; mark: string } | null = null;

  /** `patience`: so long another process may be at the file (ms). */
  constructor(folder: string, patience: number) {
    this.#path = join(folder, 'relay.json');
    this.#lock = join(folder, 'relay.lock');
    this.#patience = patience;
  }

  /** As the disk has it now. */
  read(): Records {
    const mark = this.#mark();
    if (mark === null) return NOTHING;
    if (this.#known?.mark !== mark) this.#known = { records: this.#parse(), mark };
    return this.#known.records;
  }

  /** Changes it, unless `change` gives null. */
  async update(change: (records: Records) => Records | null): Promise<Exclude<Written, StateAway>> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    const end = performance.now() + this.#patience;
    let release = takeLock(this.#lock);
    while (release === null) {
      if (performance.now() > end) return { kind: 'held' };
      await sleep(20);
      release = takeLock(this.#lock);
    }
    try {
      const changed = change(this.read());
      if (changed === null) return { kind: 'changed-meanwhile' };
      this.#write(changed);
      return { kind: 'written' };
    } finally {
      release();
    }
  }

  #write({ tills, administrators, account }: Records): void {
    const content = {
      tillsideRelay: 1,
      account,
      administrators: [...administrators.values()],
      tills: [...tills.values()],
    };
    const beside = `${this.#path}.new`;
    const file = openSync(beside, 'w', 0o600);
    try {
      // A disk that is nearly full takes a part and says so: this goes on until it has all, or fails.
      writeFileSync(file, `${JSON.stringify(content, null, 1)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, this.#path);
    flushFolder(dirname(this.#path));
  }

  /** Another one than before, if and only if the file is. */
  #mark(): string | null {
    const stat = statSync(this.#path, { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? null : `${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`;
  }

  #parse(): Records {
    const parsed = fileShape.safeParse(jsonIn(readFileSync(this.#path, 'utf8')));
    if (!parsed.success) throw new Error(`${this.#path} is not a relay's file`);
    const { account, administrators, tills } = parsed.data;
    return {
      account,
      administrators: new Map(administrators.map((record) => [record.appKey, record])),
      tills: new Map(tills.map((record) => [record.appKey, record])),
    };
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
