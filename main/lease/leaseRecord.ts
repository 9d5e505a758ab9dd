import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Place, tidyHost } from './place.ts';

/** Bytes of a lease, always the same: a beat is written over the one before. */
export const LEASE_LENGTH = 512;

const hashText = z.string().regex(/^[0-9a-f]{32}$/);

const leaseSchema = z.object({
  format: z.literal(1),
  /** Names one run of the program. */
  token: hashText,
  host: z.string().transform(tidyHost),
  user: z.string().transform(tidyHost),
  machine: hashText,
  boot: hashText.nullable(),
  processes: hashText.nullable(),
  pid: z.int().positive(),
  /** Counts on as long as the program runs. */
  beat: z.int().nonnegative(),
});

/** Who has the data folder, as it says in the file. */
export type LeaseRecord = z.infer<typeof leaseSchema>;

/** The lease of a run that begins here. */
export function newLease({ host, user, machine, boot, processes, pid }: Place): LeaseRecord {
  const token = randomBytes(16).toString('hex');
  return { format: 1, token, host, user, machine, boot, processes, pid, beat: 0 };
}

export function encodeLease(lease: LeaseRecord): Buffer {
  const bytes = Buffer.alloc(LEASE_LENGTH, ' ');
  bytes.write(JSON.stringify(lease));
  bytes.write('\n', LEASE_LENGTH - 1);
  return bytes;
}

/** Null where it is none: anybody may have written it. */
export function parseLease(text: string): LeaseRecord | null {
  try {
    return leaseSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
