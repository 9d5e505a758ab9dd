import { FILL_AHEAD } from './journalFile.ts';

/** Longer than what one flush leaves torn (bytes): to write more over would only take the disk its room. */
const MOST_TORN = 16 * 1024 * 1024;

/**
 * How much of a journal is kept that is `length` bytes long, says something up to `end` and has no bytes but zeros behind
 * `scanned`: what a till fills ahead. Somebody can make a file of any length, of nothing but holes, which cost no room until
 * they are written over.
 */
export function keptSize(length: number, end: number, scanned: number): number {
  const torn = Math.min(scanned - end, MOST_TORN);
  return Math.min(length, end + torn + 2 * FILL_AHEAD);
}
