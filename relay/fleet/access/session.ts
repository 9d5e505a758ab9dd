import { createHmac } from 'node:crypto';
import { isToken } from './token.ts';

/** So long somebody who has given the token need not give it again (s): a working day. */
export const SESSION_SECONDS = 12 * 60 * 60;

/** The cookie's name. */
export const SESSION_COOKIE = 'tillside-fleet';

/**
 * Sessions of the page, which no relay remembers: the cookie says until when, signed with a key that is made of the token.
 * Whoever changes the token ends them all. `token`: the page's. `now`: ms since 1970.
 */
export class Sessions {
  readonly #key: Buffer;
  readonly #now: () => number;

  constructor(token: string, now: () => number) {
    this.#key = createHmac('sha256', token).update('tillside fleet page session').digest();
    this.#now = now;
  }

  /** The header `Set-Cookie` that begins one. `isSecure`: the page came over TLS. */
  begin(isSecure: boolean): string {
    const until = Math.floor(this.#now() / 1_000) + SESSION_SECONDS;
    return cookie(`${until}.${this.#sign(until)}`, SESSION_SECONDS, isSecure);
  }

  /** The header `Set-Cookie` that ends one. */
  end(isSecure: boolean): string {
    return cookie('', 0, isSecure);
  }

  /** Whether a header `Cookie` has a session that was begun here and has not ended. */
  isOpen(header: string | undefined): boolean {
    return valuesOf(header).some((value) => this.#isValid(value));
  }

  #isValid(value: string): boolean {
    const [, until = '', sign = ''] = /^(\d{1,12})\.([\w-]{43})$/.exec(value) ?? [];
    if (until === '' || !isToken(this.#sign(Number(until)))(sign)) return false;
    return Number(until) * 1_000 > this.#now();
  }

  #sign(until: number): string {
    return createHmac('sha256', this.#key).update(String(until)).digest('base64url');
  }
}

function cookie(value: string, seconds: number, isSecure: boolean): string {
  const secure = isSecure ? '; Secure' : '';
  return `${SESSION_COOKIE}=${value}; Path=/fleet; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`;
}

/** Another program of the same host may have set one of this name as well: each is looked at. */
function valuesOf(header: string | undefined): string[] {
  return (header ?? '').split(';').flatMap((pair) => {
    const [name = '', value = ''] = pair.trim().split('=', 2);
    return name === SESSION_COOKIE ? [value] : [];
  });
}
