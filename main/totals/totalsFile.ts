import { join } from 'node:path';
import { z } from 'zod';
import { DAY_PATTERN, type Day } from '../../app/totals/days.ts';
import { countOf, type DayTotal, type DayTotals } from '../../app/totals/dayTotals.ts';
import { type Counted, KINDS, MAX_ID_LENGTH, ORIGINS } from '../../app/totals/kinds.ts';
import type { Missing } from '../../app/totals/missing.ts';
import { type Range, sizeOf } from '../../app/totals/ranges.ts';
import { WAIT_CLASSES } from '../../app/totals/waits.ts';
import { isLostForGood } from '../files/diskAnswer.ts';
import { readShortIfThere, replaceFile } from '../files/durableFile.ts';
import { HIGHEST } from '../journal/reachable.ts';
import type { Vault } from '../vault/vault.ts';
import { writtenAgain } from '../vault/writtenAgain.ts';

/** Its name in the data folder. */
export const TOTALS_FILE = 'totals.json';

/** Several times what two years of the busiest shop need (bytes). */
const MAX_LENGTH = 32 * 1024 * 1024;

/** A save that is being forgotten: it counts as soon as it is not in the outbox any more. */
export interface LeavingRow extends Counted {
  sequence: number;
}

/** What is kept of saves that are forgotten. */
export interface TotalsContent {
  /** Names the queue whose numbers these are. */
  queueId: string;
  /** The next start is the first that counts: what it does not find was forgotten before anybody counted. */
  isBeginning: boolean;
  /** The numbers that are counted in `days`, or were, before they were too old; as `mergeRanges` gives them. */
  counted: readonly Range[];
  /** Numbers of which nothing is expected here: given by a store that is lost, forgotten before anybody counted. */
  passedOver: readonly Range[];
  /** What was found missing, and on which day. */
  missed: readonly Missing[];
  days: DayTotals;
  leaving: readonly LeavingRow[];
  /** So many of the counted ones were too old to be kept. */
  pruned: number;
  /** The queues whose totals came along, and how many saves each had counted. */
  others: readonly { queueId: string; count: number }[];
  /** What was missing in those queues, by their numbers. */
  elsewhere: readonly Missing[];
}

const count = z.int().nonnegative().max(HIGHEST);
const range = z.tuple([count, count]);
const day = z.string().regex(DAY_PATTERN);
const id = z.string().max(MAX_ID_LENGTH).nullable();
const queueId = z.string().regex(/^[0-9a-f]{32}$/);
const origin = z.enum(ORIGINS);
const kind = z.enum(KINDS);
const waitClass = z
  .int()
  .nonnegative()
  .max(WAIT_CLASSES - 1);

const missing = z.array(z.tuple([count, count, day.nullable()]));

const contentSchema = z.strictObject({
  format: z.literal(1),
  queueId,
  isBeginning: z.boolean(),
  counted: z.array(range),
  passedOver: z.array(range),
  missed: missing,
  days: z.array(
    z.tuple([
      day,
      z.array(z.tuple([id, id, origin, kind, count])),
      z.array(count).length(24),
      z.array(count).length(WAIT_CLASSES),
    ]),
  ),
  leaving: z.array(
    z.tuple([count, day, z.int().min(0).max(23), id, id, origin, kind, waitClass.nullable()]),
  ),
  pruned: count,
  others: z.array(z.tuple([queueId, count])),
  elsewhere: missing,
});

/** What stands in the file, column by column: names would be most of its bytes. */
type Stored = z.infer<typeof contentSchema>;

export type ReadTotals = TotalsContent | 'absent' | 'unreadable';

/** What lies in a folder, under the key of its till. Throws what the disk throws where it cannot be read now. */
export async function readTotals(
  folder: string,
  vault: Pick<Vault, 'trailMac'>,
): Promise<ReadTotals> {
  const bytes = await readBytes(join(folder, TOTALS_FILE));
  if (bytes === null) return 'absent';
  if (bytes === 'unreadable') return 'unreadable';
  const { mac, ...stored } = parsed(bytes.toString('utf8'));
  // In the order in which they stand there, which is the one in which they were written.
  const text = writtenAgain(stored);
  if (text === null || mac !== macOf(vault, text)) return 'unreadable';
  const { data } = contentSchema.safeParse(stored);
  if (data === undefined) return 'unreadable';
  const content = decoded(data);
  return isWhole(content) ? content : 'unreadable';
}

/** Throws what the disk throws. */
export async function writeTotals(
  folder: string,
  vault: Pick<Vault, 'trailMac'>,
  content: TotalsContent,
): Promise<void> {
  const stored = encoded(content);
  const mac = macOf(vault, JSON.stringify(stored));
  await replaceFile(join(folder, TOTALS_FILE), JSON.stringify({ ...stored, mac }));
}

/** Every number that is counted stands in a row, was too old, or was another queue's. */
function isWhole({ counted, days, pruned, others }: TotalsContent): boolean {
  let rows = 0;
  for (const total of days.values()) rows += countOf(total);
  const elsewhere = others.reduce((sum, other) => sum + other.count, 0);
  return rows + pruned === sizeOf(counted) + elsewhere;
}

async function readBytes(path: string): Promise<Buffer | null | 'unreadable'> {
  try {
    return await readShortIfThere(path, MAX_LENGTH);
  } catch (error) {
    if (!isLostForGood(error)) throw error;
    return 'unreadable';
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : {};
  } catch {
    return {};
  }
}

function macOf(vault: Pick<Vault, 'trailMac'>, text: string): string {
  return vault.trailMac(`totals\n${text}`);
}

function encoded(content: TotalsContent): Stored {
  return {
    format: 1,
    queueId: content.queueId,
    isBeginning: content.isBeginning,
    counted: content.counted.map(([first, last]) => [first, last]),
    passedOver: content.passedOver.map(([first, last]) => [first, last]),
    missed: content.missed.map(toRow),
    days: [...content.days].map(([on, { rows, hours, waits }]) => [
      on,
      rows.map((row) => [row.shopId, row.operatorId, row.origin, row.kind, row.count]),
      [...hours],
      [...waits],
    ]),
    leaving: content.leaving.map((row) => [
      row.sequence,
      row.day,
      row.hour,
      row.shopId,
      row.operatorId,
      row.origin,
      row.kind,
      row.wait,
    ]),
    pruned: content.pruned,
    others: content.others.map((other) => [other.queueId, other.count]),
    elsewhere: content.elsewhere.map(toRow),
  };
}

function decoded(stored: Stored): TotalsContent {
  const days = stored.days.map(([on, rows, hours, waits]): [Day, DayTotal] => [
    on,
    {
      rows: rows.map(([shopId, operatorId, from, as, number]) => ({
        ...{ shopId, operatorId, origin: from, kind: as, count: number },
      })),
      ...{ hours, waits },
    },
  ]);
  return {
    queueId: stored.queueId,
    isBeginning: stored.isBeginning,
    counted: stored.counted,
    passedOver: stored.passedOver,
    missed: stored.missed.map(fromRow),
    days: new Map(days),
    leaving: stored.leaving.map(([number, on, hour, shopId, operatorId, from, as, wait]) => ({
      sequence: number,
      ...{ day: on, hour, shopId, operatorId, origin: from, kind: as, wait },
    })),
    pruned: stored.pruned,
    others: stored.others.map(([other, number]) => ({ queueId: other, count: number })),
    elsewhere: stored.elsewhere.map(fromRow),
  };
}

function toRow({ first, last, day: on }: Missing): [number, number, Day | null] {
  return [first, last, on];
}

function fromRow([first, last, on]: [number, number, Day | null]): Missing {
  return { first, last, day: on };
}
