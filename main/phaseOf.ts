import type { Vault } from './vault/vault.ts';

/**
 * The till's place among all tills: nothing but a number that differs from till to till and stays. `installation`: of
 * tills that were made of one image; empty where none is known.
 */
export function phaseOf(vault: Vault, installation = ''): number {
  return Buffer.from(vault.identityKey(`share${installation}`), 'base64').readUInt32BE(0) / 2 ** 32;
}
