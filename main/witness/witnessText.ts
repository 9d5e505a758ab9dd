import { createHash } from 'node:crypto';
import { z } from 'zod';
import { HIGHEST } from '../journal/reachable.ts';
import type { Watermark } from '../journal/watermark.ts';
import type { Vault } from '../vault/vault.ts';

/** More than such a file has (bytes). */
export const MOST_READ = 1_024;

const number = z.int().nonnegative().max(HIGHEST);
const textSchema = z.strictObject({
  format: z.literal(1),
  lastNumber: number,
  lastSequence: number,
  mac: z.string().max(64),
});

type Mac = Pick<Vault, 'trailMac'>;

/**
 * The name of a till's file among those of other tills: it tells nothing of the till. `installation`: of those that were
 * made of one image.
 */
export function witnessName(vault: Mac, tillId: string, installation: string): string {
  const mac = vault.trailMac(`witness name\n${tillId}\n${installation}`);
  return `tillside-${createHash('sha256').update(mac).digest('hex').slice(0, 20)}.mark`;
}

/** With a MAC of the till's: nobody else in that folder writes one that counts. */
export function witnessText(vault: Mac, name: string, watermark: Watermark): string {
  const { lastNumber, lastSequence } = watermark;
  const mac = macOf(vault, name, watermark);
  return `${JSON.stringify({ format: 1, lastNumber, lastSequence, mac })}\n`;
}

/** Null where it is none of this till's. */
export function readWitnessText(vault: Mac, name: string, text: string): Watermark | null {
  try {
    const { mac, lastNumber, lastSequence } = textSchema.parse(JSON.parse(text));
    const watermark = { lastNumber, lastSequence };
    return mac === macOf(vault, name, watermark) ? watermark : null;
  } catch {
    return null;
  }
}

function macOf(vault: Mac, name: string, { lastNumber, lastSequence }: Watermark): string {
  return vault.trailMac(`witness\n${name}\n${lastNumber}\n${lastSequence}`);
}
