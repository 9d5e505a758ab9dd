import { MOST_SMALL_BYTES } from './durableFile.ts';

/**
 * The record of an erasing grows with the saves of whoever is erased, and is the one small file that may be long. None is longer
 * (bytes), or it is not written: of somebody with four hundred thousand saves it has a third of that.
 */
export const LONGEST_RECORD = 256 * 1024 * 1024;

/** How long a small file of the data folder may be (bytes); `name`: in whatever letters. */
export function mostBytesOf(name: string): number {
  return name.toLowerCase() === 'erasure.json' ? LONGEST_RECORD : MOST_SMALL_BYTES;
}

/** A record has no more. */
const MOST_VALUES = 5;

/**
 * As a till writes one: a few values without parts, of which a seal may be long. Somebody can write ever so many instead, for
 * which there is no room: each takes many times the text that it has.
 */
export function hasFewValues(written: string): boolean {
  if (!written.startsWith('{') || !written.endsWith('}')) return false;
  if (written.includes('{', 1) || written.includes('[')) return false;
  let [values, comma] = [1, written.indexOf(',')];
  for (; comma >= 0 && values <= MOST_VALUES; comma = written.indexOf(',', comma + 1)) values += 1;
  return values <= MOST_VALUES;
}
