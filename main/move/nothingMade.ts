import { errorCode } from '../files/durableFile.ts';

/**
 * What a disk has thrown before there was a file: whatever it says of the removal then, nobody else can have any of it. A
 * read-only one refuses to remove also what is not there, and no name that is too long can be looked at.
 */
class NothingMade extends Error {
  readonly code: string;

  constructor(code: string, cause?: unknown) {
    super(`no file was made: ${code}`, { cause });
    this.code = code;
  }
}

/** `code`: the file system's own, or empty text. */
export function nothingMade(code: string, cause?: unknown): Error {
  return new NothingMade(code, cause);
}

export function isNothingMade(error: unknown): boolean {
  return error instanceof NothingMade;
}

/** Makes a file, which says when it is there; what is thrown before that is `nothingMade`. */
export async function making(make: (onMade: () => void) => Promise<void>): Promise<void> {
  let isMade = false;
  try {
    await make(() => {
      isMade = true;
    });
  } catch (error) {
    throw isMade ? error : nothingMade(errorCode(error), error);
  }
}
