import type { Vault } from '../vault/vault.ts';

/** Out of what stays through every rotation: of a till whose settings do not say it. */
export function tillIdOf(vault: Vault): string {
  return vault.trailMac('till');
}
