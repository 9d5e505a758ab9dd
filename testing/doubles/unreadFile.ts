import type { open, readFile } from 'node:fs/promises';

type Files = typeof import('node:fs/promises');

/** The one file that the disk does not give now, and what it says of it. An empty path: it gives all of them. */
export const unread = { path: '', code: 'EBUSY' };

/** `node:fs/promises` of a disk that does not give one file: a scanner holds it, nobody may read it, or its sector is bad. */
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
