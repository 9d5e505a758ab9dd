/** An open file. Every promise rejects with the file system's own error (`code`: `ENOSPC`, …). */
export interface DiskFile {
  /** Writes all bytes at a position; not durable before `datasync`. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /**
   * Writes all bytes at a position; durable when it resolves (write and fdatasync in one). `mayBlock`: the
   * process may stand still meanwhile, if that is quicker.
   */
  writeDurably(bytes: Uint8Array, position: number, mayBlock: boolean): Promise<void>;
  /** Makes what was written durable (fdatasync). */
  datasync(): Promise<void>;
  /** Cuts or extends (with zeros) to this many bytes. */
  truncate(length: number): Promise<void>;
  /** How long it is (bytes). */
  size(): Promise<number>;
  /** Whether what has its name now is this file: somebody may have removed it, or put another one in its place. */
  hasName(): Promise<boolean>;
  close(): Promise<void>;
}

/** What reading a store takes. */
export type ReadingDisk = Pick<Disk, 'list' | 'read'>;

/** The little that the store needs of a file system; the tests cut its power. */
export interface Disk {
  /**
   * Opens for writing; `create` makes an empty file, replacing one that is there; `new` makes one where there is none
   * (`EEXIST`).
   */
  open(path: string, mode: 'create' | 'new' | 'existing'): Promise<DiskFile>;
  /** The whole content, or so many bytes of it at the most; null when there is no such file. */
  read(path: string, limit?: number): Promise<Buffer | null>;
  /**
   * What tells the file of this name from every other that has it earlier or later, whatever is written into it; null
   * where there is none.
   */
  identify(path: string): Promise<string | null>;
  /** Names in a folder. */
  list(folder: string): Promise<string[]>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; one that is not there is no error. */
  remove(path: string): Promise<void>;
  /** Makes names in a folder durable. */
  flushFolder(folder: string): Promise<void>;
}
