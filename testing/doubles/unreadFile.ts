import type { open, readFile } from 'node:fs/promises';
import { onTestFinished } from 'vitest';

type Files = typeof import('node:fs/promises');

const unread = { path: '', code: '' };

/**
 * From now on nobody can open this one file: the disk says `code`, however often it is asked. Gives the way to let go of
 * it; the end of the test does as well.
 */
export function refuseToRead(path: string, code = 'EBUSY'): () => void {
  Object.assign(unread, { path, code });
  const letGo = () => void Object.assign(unread, { path: '', code: '' });
  onTestFinished(letGo);
  return letGo;
}

/** `node:fs/promises` with a file that is held, or lies on a bad sector; renaming and removing it are left alone. */
export function withUnread(real: Files): Files {
  const look = (path: unknown) => {
    const { code } = unread;
    if (unread.path !== '' && path === unread.path)
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
  return { ...real, open: opening, readFile: reading as Files['readFile'] };
}
