import { lstatSync } from 'node:fs';
import { isNothing } from './diskAnswer.ts';

/**
 * Whether something has this name. What may not be looked at counts as there: nobody knows that it is not, and whoever
 * reads it is told why he cannot. `existsSync` says of it that there is nothing. `look`: `statSync` where a link that leads
 * nowhere is nothing.
 */
export function isThere(path: string, look: (path: string) => unknown = lstatSync): boolean {
  try {
    look(path);
    return true;
  } catch (error) {
    return !isNothing(error);
  }
}
