import type { Vault } from './vault.ts';

/**
 * The request id that a caller's key stands for, over any number of starts: 128 bits that only this till makes of it, by
 * what stays through every rotation. Two tills that are given the same key have two ids.
 */
export function requestIdOf(vault: Pick<Vault, 'trailMac'>, key: string): string {
  return Buffer.from(vault.trailMac(`api ${key}`), 'base64')
    .subarray(0, 16)
    .toString('hex');
}
