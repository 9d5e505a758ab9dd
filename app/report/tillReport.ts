import { z } from 'zod';
import { isPlainCode } from '../health/plainCode.ts';
import { openingHoursSchema } from '../update/openingHours.ts';

/** As long may a report be at most, as JSON in UTF-8 (bytes). What `tillReportSchema` lets through is never longer. */
export const MAX_REPORT_BYTES = 1_000;

/** Longer ones are told as `OTHER_CODE` (characters). */
export const MAX_REPORTED_CODE = 40;

/** So many codes of held saves are told, those of most saves. */
export const MAX_HELD_CODES = 5;

/** So many codes of what the window warns of are told. */
export const MAX_WARNINGS = 6;

/** What stands for a code that may not be told: too long, or it may name somebody. */
export const OTHER_CODE = 'other';

/** More than any count that a till has, and three years as an age (s); what is more is told as this. */
export const MAX_REPORTED_NUMBER = 99_999_999;

/** Why nothing is sent: each kind of `QueuePause`. */
export const REPORTED_PAUSES = [
  'none',
  'unreachable',
  'busy',
  'quota',
  'configuration',
  'rejections',
  'clock',
  'settings-set-back',
  'other-computer',
  'not-provisioned',
] as const;

/** What keeps the data key: each of `PROTECTIONS`. */
export const REPORTED_KEY_STORES = ['os', 'dpapi-user', 'dpapi-machine', 'none'] as const;

const count = z.int().min(0).max(MAX_REPORTED_NUMBER);
const seconds = count;
const code = z.string().min(1).max(MAX_REPORTED_CODE).refine(isPlainCode);

/**
 * What a till tells once a minute, and when something changes: how it is, and nothing about a person. Whose report it is
 * says the key that it is signed with. Ages are told instead of moments: a till's clock may be wrong.
 *
 * A relay that does not know a field refuses the report: a chain's relays are updated before its tills.
 */
export const tillReportSchema = z.strictObject({
  format: z.literal(1),
  /** The program's. */
  version: z
    .string()
    .max(32)
    .regex(/^\d+\.\d+\.\d+[\w.+-]*$/),
  /** False in its last report: it was ended in order, and nobody waits for the next one. */
  isRunning: z.boolean(),
  /** Since the program was started (s). */
  runsForSeconds: seconds,
  /** Saves that are not sent yet. */
  waiting: count,
  /** How long the oldest of them has waited (s), or null. */
  oldestWaitingSeconds: seconds.nullable(),
  pause: z.enum(REPORTED_PAUSES),
  /** Saves that need somebody. */
  held: count,
  /** How many are held for which answer, the most first; not all need be here. No code twice. */
  heldByCode: z
    .array(z.tuple([code, count]))
    .max(MAX_HELD_CODES)
    .refine((rows) => new Set(rows.map(([first]) => first)).size === rows.length),
  /** How long ago the platform has accepted one for the last time (s), or null. */
  sinceAcceptedSeconds: seconds.nullable(),
  /** The gateway's clock minus the till's (s) where that is more than two minutes, or null. */
  clockOffsetSeconds: z.int().min(-MAX_REPORTED_NUMBER).max(MAX_REPORTED_NUMBER).nullable(),
  disk: z.strictObject({
    /** Room on the disk with the data folder (MiB), or null where it does not say. */
    freeMebibytes: count.nullable(),
    /** It takes nothing just now: full, read-only or broken. */
    isRefusing: z.boolean(),
  }),
  keyStore: z.enum(REPORTED_KEY_STORES),
  /** How often the window's page has ended against its will since the start. */
  pageEnds: count,
  /** Codes of what the window warns of. No code twice. */
  warnings: z
    .array(code)
    .max(MAX_WARNINGS)
    .refine((codes) => new Set(codes).size === codes.length),
  /** When the shop is open, every day, where the settings say so: in the till's own time, minutes ahead of UTC. */
  openingHours: z
    .strictObject({
      ...openingHoursSchema.shape,
      utcOffsetMinutes: z.int().min(-900).max(900),
    })
    .nullable(),
});

export type TillReport = z.infer<typeof tillReportSchema>;
