import { join } from 'node:path';
import { z } from 'zod';
import { isOutageReason, type Outage } from '../../app/outages/outage.ts';
import { readIfThere, replaceFile } from '../files/durableFile.ts';
import { setAside } from '../files/setAside.ts';
import type { Vault } from '../vault/vault.ts';
import { writtenAgain } from '../vault/writtenAgain.ts';

/** Its name in the data folder. */
export const OUTAGES_FILE = 'outages.json';

/** No date lies further from 1970 (ms). */
const FURTHEST = 8.64e15;

const fileSchema = z.strictObject({
  format: z.literal(1),
  outages: z.array(
    z.tuple([
      z.number().min(-FURTHEST).max(FURTHEST),
      z.number().nonnegative().max(FURTHEST),
      z.string().max(40),
      z.boolean(),
    ]),
  ),
  mac: z.string(),
});

type Stored = z.infer<typeof fileSchema>['outages'];

/**
 * Oldest first; what lasted when it was written was seen no longer than that. None where there is no file, or none of this
 * till's. Throws what the disk throws.
 */
export async function readOutages(
  folder: string,
  vault: Pick<Vault, 'trailMac'>,
): Promise<Outage[]> {
  const bytes = await readIfThere(join(folder, OUTAGES_FILE));
  if (bytes === null) return [];
  try {
    const json: unknown = JSON.parse(bytes.toString('utf8'));
    if (!isOurs(vault, json)) return [];
    return fileSchema.parse(json).outages.flatMap(([from, length, reason, isOver]): Outage[] =>
      // One of a later version has no words here.
      isOutageReason(reason) ? [{ from, length, reason, ending: isOver ? 'over' : 'unseen' }] : [],
    );
  } catch (error) {
    if (!(error instanceof z.ZodError || error instanceof SyntaxError)) throw error;
    return [];
  }
}

/** What lies there stays under another name, and is read no more. `now`: ms since 1970. Throws what the disk throws. */
export async function putOutagesAside(folder: string, now: number): Promise<void> {
  await setAside(join(folder, OUTAGES_FILE), now);
}

/** Throws what the disk throws. */
export function writeOutages(
  folder: string,
  vault: Pick<Vault, 'trailMac'>,
  list: readonly Outage[],
): Promise<void> {
  const outages = list.map(({ from, length, reason, ending }): Stored[number] => [
    from,
    Math.round(length),
    reason,
    ending === 'over',
  ]);
  const file = { format: 1, outages, mac: macOf(vault, JSON.stringify(outages)) };
  return replaceFile(join(folder, OUTAGES_FILE), JSON.stringify(file));
}

function isOurs(vault: Pick<Vault, 'trailMac'>, json: unknown): boolean {
  const { outages, mac }: { outages?: unknown; mac?: unknown } = Object(json);
  const text = writtenAgain(outages);
  return text !== null && mac === macOf(vault, text);
}

function macOf(vault: Pick<Vault, 'trailMac'>, outages: string): string {
  return vault.trailMac(`outages\n${outages}`);
}
