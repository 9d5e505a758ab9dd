import { basename } from 'node:path';
import type { Clock } from './clock/clock.ts';
import { errorCode } from './files/durableFile.ts';

/** Between two tries (ms): after this time, and after twice as long each time. */
const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 30_000;

/**
 * A list of what passes, and no list of what lasts as `diskAnswer` has it: nothing that lasts follows from a start that ends,
 * and a mistake of ours, which has a code as well, would be waited for without end. A right that is missing, a file that somebody holds, a disk that is
 * away, full or read-only.
 */
const PASSING: ReadonlySet<string> = new Set([
  'EACCES',
  'EBUSY',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ENODEV',
  'ENXIO',
  'ETIMEDOUT',
  // A share that is away, in the words of NFS, SMB and FUSE; `UNKNOWN`: what Windows says of one and Node has no name for.
  'ESTALE',
  'ENOTCONN',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ECONNRESET',
  'ECONNABORTED',
  'ECONNREFUSED',
  'UNKNOWN',
  // The system has no room for it now.
  'EAGAIN',
  'ENOMEM',
  'ERR_MEMORY_ALLOCATION_FAILED',
]);

/** For how long the disk has refused the file of this name, and no other since (ms). */
export type WaitedFor = (name: string) => number;

export interface WaitingOptions {
  clock: Pick<Clock, 'after'>;
  /** Called once, with what the disk said, when it has refused for the first time. */
  onWaiting: (detail: string) => void;
}

/**
 * Opens what stands on the disk, and tries again by itself, without end, while the disk does not let it be read:
 * that is no reason to begin an empty queue, nor to leave the till closed until somebody restarts it. Rejects
 * with whatever is no refusal of the disk.
 */
export async function openWhenReadable<Opened>(
  open: (waitedFor: WaitedFor) => Promise<Opened>,
  { clock, onWaiting }: WaitingOptions,
): Promise<Opened> {
  let waited = 0;
  let refused: string | null = null;
  const waitedFor = (name: string) => (name === refused ? waited : 0);
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, MAX_WAIT_MS)) {
    try {
      return await open(waitedFor);
    } catch (error) {
      if (!PASSING.has(errorCode(error))) throw error;
      const name = nameIn(error);
      if (refused === null) onWaiting(`${name} ${errorCode(error)}`.trim());
      if (refused !== name) waited = 0;
      refused = name;
      await new Promise<void>((resolve) => clock.after(wait, resolve));
      waited += wait;
    }
  }
}

/** Of which file the disk says so; empty where it does not tell. */
function nameIn(error: unknown): string {
  const { path } = error as NodeJS.ErrnoException;
  return path === undefined ? '' : basename(path);
}
