import type { open, readFile, rename } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { onTestFinished } from 'vitest';

type Files = typeof import('node:fs/promises');

/**
 * The one file that the disk does not give now, and what it says of it; an empty path: it gives all of them. `keepsItsName`:
 * nor can it be renamed, as where somebody on Windows shares it with nobody. `others`: what it does not give either, a folder as well.
 */
export const unread = {
  path: '',
  code: 'EBUSY',
  keepsItsName: false,
  others: new Set<unknown>(),
};

/**
 * From now on nobody can open this one file: the disk says `code`, however often it is asked. Gives the way to let go of
 * it; the end of the test does as well.
 */
export function refuseToRead(path: string, code = 'EBUSY'): () => void {
  Object.assign(unread, { path, code });
  const letGo = () => void Object.assign(unread, { path: '', code: 'EBUSY' });
  onTestFinished(letGo);
  return letGo;
}

/** Beside that one the disk gives this one no more; otherwise as `refuseToRead`. */
export function refuseAsWell(path: string): void {
  unread.others.add(path);
  onTestFinished(() => void unread.others.delete(path));
}

/** `node:fs/promises` of a disk that does not give one file: a scanner holds it, nobody may read it, or its sector is bad. */
export function withUnread(real: Files): Files {
  const look = (path: unknown) => {
    const { code } = unread;
    if ((unread.path !== '' && path === unread.path) || unread.others.has(path))
      throw Object.assign(new Error(code), { code, path });
  };
  const opening = async (...given: Parameters<typeof open>) => {
    look(given[0]);
    return real.open(...given);
  };
  const reading = async (...given: Parameters<typeof readFile>) => {
    look(given[0]);
    return real.readFile(...given);
  };
  const renaming = async (...given: Parameters<typeof rename>) => {
    if (unread.keepsItsName) look(given[0]);
    await real.rename(...given);
    // It is the file that the disk does not give, whatever it is called, and wherever it goes with its folder.
    const [from, to] = given.map(String) as [string, string];
    if (unread.path === from) unread.path = to;
    else if (unread.path.startsWith(from + sep))
      unread.path = join(to, unread.path.slice(from.length));
  };
  return { ...real, open: opening, readFile: reading as Files['readFile'], rename: renaming };
}
