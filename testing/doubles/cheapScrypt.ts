import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/**
 * What the unit tests and the keys' torture begin with: a hash of a PIN or a passphrase costs nearly nothing. That each
 * try takes a tenth of a second and 32 MB is what makes guessing slow; a third of all time of the tests went into it. As
 * with the real one, another password, salt or cost makes another hash. End-to-end tests have the real one.
 */
type Scrypt = typeof crypto.scrypt;
const REAL = Symbol.for('tillside.real-scrypt');
const CHEAP = { N: 2, r: 1, p: 1 };

// The module may be read more than once in a process: by the setup of each file, and by a test.
const given: Scrypt & { [REAL]?: Scrypt } = crypto.scrypt;
const real = given[REAL] ?? given;

function cheap(password: crypto.BinaryLike, salt: Uint8Array, length: number, ...rest: unknown[]) {
  const done = rest.at(-1) as (error: Error | null, key: Buffer) => void;
  const cost = JSON.stringify(rest.length > 1 ? rest[0] : null);
  real(password, Buffer.concat([salt, Buffer.from(cost)]), length, CHEAP, done);
}

function put(scrypt: Scrypt): void {
  crypto.scrypt = scrypt;
  syncBuiltinESMExports();
}

put(Object.assign(cheap as Scrypt, { [REAL]: real }));

/** For what an earlier version has made with the real one. */
export async function withRealScrypt(act: () => Promise<void>): Promise<void> {
  const { scrypt } = crypto;
  put(real);
  try {
    await act();
  } finally {
    put(scrypt);
  }
}
