import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { networkAddresses } from '../hardware/linuxTraits.ts';

/** More letters of a PC's name than this tell nobody which one it is. */
const MAX_HOST_LENGTH = 32;

/** Where a program runs, as far as its system tells. */
export interface Place {
  /** The name of the PC, for people. */
  host: string;
  /** The name of the system's user who runs it, for people; empty where the system names none. */
  user: string;
  /**
   * The same for every program on this PC, and another one on a PC with a copy of its disk. A hash: systemd asks to keep
   * the id of a machine to itself.
   */
  machine: string;
  /** Another one after every start of the PC; null where the system names none. */
  boot: string | null;
  /** Which processes it sees: a container has numbers of its own. Null where the system names none. */
  processes: string | null;
  pid: number;
}

/** The PC that this program runs on. `adapters`: the addresses that its own network adapters were made with. */
export function readPlace(adapters: readonly string[] = networkAddresses()): Place {
  const boot = orNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const processes = orNull(() => readlinkSync('/proc/self/ns/pid'));
  const machineId = orNull(() => readFileSync('/etc/machine-id', 'utf8')) ?? '';
  return {
    host: tidyHost(hostname()),
    user: tidyHost(orNull(() => userInfo().username) ?? ''),
    machine: hash([hostname(), machineId, ...adapters].join('\n')),
    boot: boot === null ? null : hash(boot),
    processes: processes === null ? null : hash(processes),
    pid: process.pid,
  };
}

/**
 * Whether a program that ran there surely runs no more, for one that runs here and has Chromium's lock: on one PC that
 * lock knows. On Linux another PC that shares the folder may have taken it away, so the process is looked at as well.
 */
export function isGone(there: Place, here: Place, isAlive = isProcess): boolean {
  if (there.machine !== here.machine) return false;
  if (there.boot === null || there.boot !== here.boot) return true;
  return there.processes === here.processes && (there.pid === here.pid || !isAlive(there.pid));
}

/** A name that a window can show, whoever has written it. */
export function tidyHost(name: string): string {
  return [...name.replace(/[^\p{L}\p{N}._-]/gu, '')].slice(0, MAX_HOST_LENGTH).join('');
}

function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // There is one, and it is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function orNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function hash(text: string): string {
  return createHash('sha256').update(`tillside lease\n${text}`).digest('hex').slice(0, 32);
}
