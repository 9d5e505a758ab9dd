import { createHash } from 'node:crypto';
import type { Traits } from '../hardware/traits.ts';

/** Of a till whose computer tells nothing. */
export const NO_INSTALLATION = '0'.repeat(32);

/**
 * The name of a till that was made of another one on this computer: the same each time, also where the disk is set back to
 * the image at every start of the PC.
 */
export function installationOf(image: string, { board, disk, network }: Traits): string {
  const lasting = [...board, ...disk];
  const traits = lasting.length > 0 ? lasting : network;
  if (traits.length === 0) return image;
  const text = JSON.stringify([image, [...traits].sort()]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
