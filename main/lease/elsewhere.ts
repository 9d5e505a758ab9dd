import { join } from 'node:path';
import { LeaseFile } from './leaseFile.ts';
import type { Place } from './place.ts';
import { LEASE_FILE } from './takeLease.ts';

/**
 * The name of the PC that has a data folder whose lock was refused, or null where that is this one: a program there shows
 * no window here, and nothing can be handed over to it.
 */
export function hostElsewhere(folder: string, here: Place): string | null {
  const lease = new LeaseFile(join(folder, LEASE_FILE)).readNow();
  return lease === null || lease.machine === here.machine ? null : lease.host;
}

/**
 * The name of another user of this PC who has the folder, in a session of his own, or null: no window of that session is
 * seen in this one.
 */
export function userElsewhere(folder: string, here: Place): string | null {
  const lease = new LeaseFile(join(folder, LEASE_FILE)).readNow();
  if (lease === null || lease.machine !== here.machine) return null;
  return lease.user === '' || lease.user === here.user ? null : lease.user;
}
