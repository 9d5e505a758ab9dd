import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What of a folder is read, in whatever letters. */
const IS_READ =
  /^(?:[a-z-]+\.json|outbox-\d+\.(?:journal|snapshot)(?:\.kept)?|outbox-\d+\.snapshot\.new|store\.mark)$/i;

/** Nobody knows which of them is which: to a till, and to Windows, all have one name. */
export class SameNameError extends Error {
  readonly names: readonly string[];

  constructor(names: readonly string[]) {
    super('several files have one name');
    this.names = names;
  }
}

/**
 * The names in a folder as a till reads them: a tool that copies may have given any of them other letters. What stands beside a
 * file that has its own is left out. Throws `SameNameError`.
 */
export function inOwnLetters(names: readonly string[]): string[] {
  const all = new Set(names);
  const seen = new Map<string, string>();
  const own: string[] = [];
  for (const name of names) {
    const lower = name.toLowerCase();
    if (!IS_READ.test(name) || lower === name) own.push(name);
    else if (!all.has(lower)) {
      const other = seen.get(lower);
      if (other !== undefined) throw new SameNameError([other, name].sort());
      seen.set(lower, name);
      own.push(lower);
    }
  }
  return own;
}

/** What has the name of a file that is read, and stands beside that in other letters. */
export function besideOwnLetters(names: readonly string[]): string[] {
  const all = new Set(names);
  return names.filter((name) => {
    const lower = name.toLowerCase();
    return IS_READ.test(name) && name !== lower && all.has(lower);
  });
}

/** Where a file lies that has this name to a till: by its own letters, or by those that a tool has given it. Throws `SameNameError`. */
export async function pathAsSpelled(path: string): Promise<string> {
  const own = basename(path);
  // What cannot be listed is told by whoever reads it.
  const names = await readdir(dirname(path)).catch((): string[] => []);
  if (names.includes(own)) return path;
  const [first, ...others] = names.filter((name) => name.toLowerCase() === own.toLowerCase());
  if (first === undefined) return path;
  if (others.length > 0) throw new SameNameError([first, ...others].sort());
  return join(dirname(path), first);
}
