import type { Operator } from '../settings/provision.ts';

/** The operator whose badge reads like this, or null. `scanned`: what the scanner typed. */
export function operatorOfBadge(operators: readonly Operator[], scanned: string): Operator | null {
  const text = scanned.trim();
  return operators.find(({ badge }) => badge !== undefined && badge === text) ?? null;
}
