import { posix, sep } from 'node:path';
import type { Disk, DiskFile } from '../../main/disk/disk.ts';

/** A number from 0 (included) to 1 (excluded). */
type Randomness = () => number;

/** A change of names that a folder flush has not made durable yet. */
type NameChange =
  | { kind: 'create'; path: string; inode: Inode }
  | { kind: 'rename'; from: string; path: string; inode: Inode }
  | { kind: 'remove'; path: string; inode: Inode };

type Pending =
  | { kind: 'write'; position: number; bytes: Buffer }
  | { kind: 'size'; length: number };

interface Inode {
  /** No other file of any disk has it. */
  id: string;
  /** What every reader sees now. */
  cached: Buffer;
  /** What is certain to be there after a power cut. */
  durable: Buffer;
  /** What may or may not be, in any combination. */
  pending: Pending[];
}

let inodes = 0;

/** Of a file with this content, all of it durable. */
function newInode(content: Buffer): Inode {
  inodes += 1;
  return { id: String(inodes), cached: content, durable: Buffer.from(content), pending: [] };
}

const SECTOR = 512;

/** Decides before every call: null lets it through, an error code makes it fail with no effect. */
export type FaultPlan = (call: string, number: number, path: string) => string | null;

/**
 * A file system in memory that forgets what was not flushed. Data is durable after `datasync`, names
 * after `flushFolder`; at a cut, every sector and every name that was not flushed is kept or lost at
 * random and in any order, which is stricter than real file systems are. Its names have `/` on Windows as well, which
 * takes either there.
 */
export class PowerDisk implements Disk {
  readonly #random: Randomness;
  #names = new Map<string, Inode>();
  #durableNames = new Map<string, Inode>();
  #nameChanges: NameChange[] = [];
  #hasPower = true;
  /** Calls made so far. */
  calls = 0;
  /** The power goes before the call of this number. */
  cutAt = Number.POSITIVE_INFINITY;
  fault: FaultPlan = () => null;
  bytesWritten = 0;
  /** How many bytes all files may have together; a write beyond it is refused and has no effect. */
  capacity = Number.POSITIVE_INFINITY;

  constructor(random: Randomness = Math.random) {
    this.#random = random;
  }

  /** The disk as it is found after the power is back: a new one, so that nothing old can write to it. */
  afterCut(): PowerDisk {
    this.#hasPower = false;
    const next = new PowerDisk(this.#random);
    const names = new Map(this.#durableNames);
    for (const change of shuffled(this.#nameChanges, this.#random)) {
      if (this.#random() < 0.5) applyName(names, change);
    }
    for (const [path, inode] of names) next.#restore(path, this.#survivorOf(inode));
    return next;
  }

  /** The files as they are, for damaging them. */
  contents(): Map<string, Buffer> {
    return new Map([...this.#names].map(([path, inode]) => [path, Buffer.from(inode.cached)]));
  }

  /** A disk with exactly these files, all durable. */
  static of(contents: ReadonlyMap<string, Buffer>, random?: Randomness): PowerDisk {
    const disk = new PowerDisk(random);
    for (const [name, bytes] of contents) disk.#restore(slashed(name), Buffer.from(bytes));
    return disk;
  }

  /** Bytes of all files together. */
  get used(): number {
    return [...this.#names.values()].reduce((sum, { cached }) => sum + cached.length, 0);
  }

  async open(name: string, mode: 'create' | 'new' | 'existing'): Promise<DiskFile> {
    const path = slashed(name);
    await this.#call('open', path);
    let inode = this.#names.get(path);
    if (mode === 'new' && inode) throw failure('EEXIST');
    if (mode !== 'existing') {
      if (inode) {
        inode.cached = Buffer.alloc(0);
        inode.pending.push({ kind: 'size', length: 0 });
      } else {
        inode = newInode(Buffer.alloc(0));
        this.#changeName({ kind: 'create', path, inode });
      }
    }
    if (!inode) throw failure('ENOENT');
    return this.#file(inode, path);
  }

  async read(name: string, limit?: number): Promise<Buffer | null> {
    const path = slashed(name);
    await this.#call('read', path);
    const inode = this.#names.get(path);
    return inode ? Buffer.from(inode.cached.subarray(0, limit)) : null;
  }

  async identify(name: string): Promise<string | null> {
    const path = slashed(name);
    await this.#call('identify', path);
    return this.#names.get(path)?.id ?? null;
  }

  async list(name: string): Promise<string[]> {
    const folder = slashed(name);
    await this.#call('list', folder);
    return [...this.#names.keys()]
      .filter((path) => posix.dirname(path) === folder)
      .map((path) => posix.basename(path));
  }

  async rename(nameBefore: string, name: string): Promise<void> {
    const [from, path] = [slashed(nameBefore), slashed(name)];
    await this.#call('rename', from);
    const inode = this.#names.get(from);
    if (!inode) throw failure('ENOENT');
    this.#changeName({ kind: 'rename', from, path, inode });
  }

  async remove(name: string): Promise<void> {
    const path = slashed(name);
    await this.#call('remove', path);
    const inode = this.#names.get(path);
    if (inode) this.#changeName({ kind: 'remove', path, inode });
  }

  async flushFolder(name: string): Promise<void> {
    const folder = slashed(name);
    await this.#call('flushFolder', folder);
    for (const path of [...this.#durableNames.keys()]) {
      if (posix.dirname(path) === folder) this.#durableNames.delete(path);
    }
    for (const [path, inode] of this.#names) {
      if (posix.dirname(path) === folder) this.#durableNames.set(path, inode);
    }
    this.#nameChanges = this.#nameChanges.filter((change) => posix.dirname(change.path) !== folder);
  }

  #changeName(change: NameChange): void {
    applyName(this.#names, change);
    this.#nameChanges.push(change);
  }

  #file(inode: Inode, path: string): DiskFile {
    const file: DiskFile = {
      write: async (bytes, position) => {
        await this.#call('write', path);
        const growth = position + bytes.length - inode.cached.length;
        if (growth > 0 && this.used + growth > this.capacity) throw failure('ENOSPC');
        const copy = Buffer.from(bytes);
        this.bytesWritten += copy.length;
        inode.cached = written(inode.cached, position, copy);
        inode.pending.push({ kind: 'write', position, bytes: copy });
      },
      writeDurably: async (bytes, position) => {
        await file.write(bytes, position);
        await file.datasync();
      },
      truncate: async (length) => {
        await this.#call('truncate', path);
        inode.cached = resized(inode.cached, length);
        inode.pending.push({ kind: 'size', length });
      },
      datasync: async () => {
        await this.#call('datasync', path);
        inode.durable = Buffer.from(inode.cached);
        inode.pending = [];
      },
      size: async () => inode.cached.length,
      hasName: async () => {
        await this.#call('hasName', path);
        return this.#names.get(path) === inode;
      },
      close: async () => {
        await this.#call('close', path);
      },
    };
    return file;
  }

  #survivorOf(inode: Inode): Buffer {
    let bytes: Buffer = Buffer.from(inode.durable);
    for (const change of shuffled(inode.pending, this.#random)) {
      if (change.kind === 'size') {
        if (this.#random() < 0.5) bytes = resized(bytes, change.length);
        continue;
      }
      for (let at = 0; at < change.bytes.length; ) {
        const position = change.position + at;
        const length = Math.min(SECTOR - (position % SECTOR), change.bytes.length - at);
        if (this.#random() < 0.5) {
          bytes = written(bytes, position, change.bytes.subarray(at, at + length));
        }
        at += length;
      }
    }
    return bytes;
  }

  #restore(path: string, bytes: Buffer): void {
    const inode = newInode(bytes);
    this.#names.set(path, inode);
    this.#durableNames.set(path, inode);
  }

  /** One call of the store: takes a turn, may fail, and never returns once the power is off. */
  async #call(name: string, path: string): Promise<void> {
    this.calls += 1;
    if (this.calls >= this.cutAt) this.#hasPower = false;
    if (!this.#hasPower) await new Promise(() => undefined);
    await Promise.resolve();
    const code = this.fault(name, this.calls, path);
    if (code !== null) throw failure(code);
  }
}

/** Tests write `/`; what the program joins has `\` on Windows. Elsewhere that is a letter like any other. */
function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

function applyName(names: Map<string, Inode>, change: NameChange): void {
  const { kind, path, inode } = change;
  if (kind === 'remove') {
    if (names.get(path) === inode) names.delete(path);
    return;
  }
  if (kind === 'rename' && names.get(change.from) === inode) names.delete(change.from);
  names.set(path, inode);
}

function written(into: Buffer, position: number, bytes: Buffer): Buffer {
  const result = resized(into, Math.max(into.length, position + bytes.length));
  bytes.copy(result, position);
  return result;
}

function resized(bytes: Buffer, length: number): Buffer {
  if (bytes.length === length) return bytes;
  const result = Buffer.alloc(length);
  bytes.copy(result);
  return result;
}

function shuffled<T>(items: readonly T[], random: Randomness): T[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [result[index], result[other]] = [result[other] as T, result[index] as T];
  }
  return result;
}

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}
