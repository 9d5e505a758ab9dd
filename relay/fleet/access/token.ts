import { createHash, timingSafeEqual } from 'node:crypto';

/** Fewer characters can be guessed: a token opens the whole chain's state. */
export const MIN_TOKEN_LENGTH = 32;

/** Whether a text is the token, in the same time for every wrong one, however long it is. */
export function isToken(token: string): (text: string) => boolean {
  const right = digest(token);
  return (text) => timingSafeEqual(digest(text), right);
}

/** Whether a header `Authorization` bears the token. */
export function isBearer(token: string): (header: string | undefined) => boolean {
  const isRight = isToken(`Bearer ${token}`);
  return (header) => isRight(header ?? '');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
