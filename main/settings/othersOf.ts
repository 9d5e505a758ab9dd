import { isDeepStrictEqual } from 'node:util';
import type { Provision } from '../../app/settings/provision.ts';

/** Which settings a file changes that needs nobody's word, by their names in it. */
export function othersOf(before: Provision | null, next: Omit<Provision, 'managerPin'>): string[] {
  const now: Record<string, unknown> = { ...before };
  const then: Record<string, unknown> = { ...next };
  const names = new Set([...Object.keys(now), ...Object.keys(then)]);
  return [...names].filter((name) => !isDeepStrictEqual(now[name], then[name])).sort();
}
