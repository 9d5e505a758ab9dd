import type { open } from 'node:fs/promises';
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

/** `node:fs/promises` with a file that is held, or lies on a bad sector; renaming it is left alone. */
export function withUnread(real: Files): Files {
  const opening = async (...given: Parameters<typeof open>) => {
    const [path] = given;
    if (unread.path !== '' && path === unread.path)
      throw Object.assign(new Error('not read'), { code: unread.code, path });
    return real.open(...given);
  };
  return { ...real, open: opening };
}
