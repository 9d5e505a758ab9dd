import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** NSS's own tool (Debian: libnss3-tools); it says no more than how it is used. */
export const hasCertutil = spawnSync('certutil', ['-H']).error === undefined;

/** A root that a company might have, and what it has signed. */
export interface PrivateRoot {
  /** The root's own certificate, as a file. */
  path: string;
  /** A server's, for `localhost`. */
  key: Buffer;
  cert: Buffer;
  /** A person's or a PC's (PKCS #12, without a password), as a file. */
  client: string;
}

const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });

/** In a folder of its own. */
export function makePrivateRoot(folder: string): PrivateRoot {
  const at = (name: string) => join(folder, name);
  const request = ['req', '-newkey', 'rsa:2048', '-nodes', '-subj'];
  openssl(
    ...[...request, '/CN=Root', '-x509', '-days', '2'],
    ...['-keyout', at('root.key'), '-out', at('root.pem')],
  );
  const sign = (name: string, subject: string, extensions: string) => {
    const [key, asked, signed] = [at(`${name}.key`), at(`${name}.request`), at(`${name}.pem`)];
    openssl(...request, subject, '-keyout', key, '-out', asked);
    writeFileSync(at('extensions'), extensions);
    openssl(
      ...['x509', '-req', '-in', asked, '-CA', at('root.pem'), '-CAkey', at('root.key')],
      ...['-CAcreateserial', '-days', '2', '-extfile', at('extensions'), '-out', signed],
    );
    return { key, signed };
  };
  const server = sign('server', '/CN=localhost', 'subjectAltName=DNS:localhost\n');
  const person = sign('person', '/CN=somebody', 'extendedKeyUsage=clientAuth\n');
  const client = at('person.p12');
  openssl(
    ...['pkcs12', '-export', '-in', person.signed, '-inkey', person.key],
    ...['-name', 'somebody', '-passout', 'pass:', '-out', client],
  );
  const [key, cert] = [readFileSync(server.key), readFileSync(server.signed)];
  return { path: at('root.pem'), key, cert, client };
}

/** The store of certificates of the account whose home folder this is. */
export class AccountStore {
  readonly #folder: string;

  constructor(home: string) {
    this.#folder = join(home, '.pki', 'nssdb');
    mkdirSync(this.#folder, { recursive: true });
    this.#certutil('-N', '--empty-password');
  }

  trust({ path }: PrivateRoot): void {
    this.#certutil('-A', '-t', 'C,,', '-n', 'root', '-i', path);
  }

  /** With its key: what a server that asks for a certificate could be shown. */
  takeClient({ client }: PrivateRoot): void {
    execFileSync('pk12util', ['-d', `sql:${this.#folder}`, '-i', client, '-W', '', '-K', '']);
  }

  #certutil(...args: string[]): void {
    execFileSync('certutil', ['-d', `sql:${this.#folder}`, ...args]);
  }
}

/** A root that a home folder trusts, and a server certificate for `localhost` by it. */
export function trustPrivateRoot(folder: string, home: string): PrivateRoot {
  const root = makePrivateRoot(folder);
  new AccountStore(home).trust(root);
  return root;
}
