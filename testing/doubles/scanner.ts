import type { FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';

type Files = typeof import('node:fs/promises');

/** The files that it looks at: all whose name has this in it. Empty: it sleeps. */
export const scanner = { looksFor: '' };

/** So often in a row each call to one of them is refused. */
const REFUSALS = 3;

/**
 * `node:fs/promises` beside a virus scanner, as on Windows: it has each file open for a moment, and until then nobody
 * opens, renames or removes that. What is made anew was not there to be looked at.
 */
export function scanned(real: Files): Files {
  const refused = new Map<string, number>();
  const look = (call: string, path: unknown) => {
    const name = basename(String(path));
    if (scanner.looksFor === '' || !name.includes(scanner.looksFor)) return;
    const times = (refused.get(`${call} ${name}`) ?? 0) + 1;
    refused.set(`${call} ${name}`, times);
    if (times <= REFUSALS) throw Object.assign(new Error('held'), { code: 'EBUSY' });
  };
  const opening = async (...given: Parameters<typeof open>): Promise<FileHandle> => {
    if (given[1] !== 'wx') look('open', given[0]);
    return real.open(...given);
  };
  return {
    ...real,
    open: opening,
    unlink: async (path) => {
      look('unlink', path);
      return real.unlink(path);
    },
    rename: async (from, to) => {
      look('rename', from);
      return real.rename(from, to);
    },
  };
}
