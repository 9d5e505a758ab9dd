import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** NSS's own tool (Debian: libnss3-tools); it says no more than how it is used. */
export const hasCertutil = spawnSync('certutil', ['-H']).error === undefined;

/** A root that a home folder trusts, and a server certificate for `localhost` by it. Gives the server's key and chain. */
export function trustPrivateRoot(folder: string, home: string): { key: Buffer; cert: Buffer } {
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
  const request = ['req', '-newkey', 'rsa:2048', '-nodes', '-subj'];
  openssl(
    ...request,
    '/CN=Root',
    '-x509',
    '-days',
    '2',
    '-keyout',
    at('root.key'),
    '-out',
    at('root.pem'),
  );
  openssl(...request, '/CN=localhost', '-keyout', at('key.pem'), '-out', at('request.pem'));
  writeFileSync(at('extensions'), 'subjectAltName=DNS:localhost\n');
  openssl(
    ...['x509', '-req', '-in', at('request.pem'), '-CA', at('root.pem'), '-CAkey', at('root.key')],
    ...['-CAcreateserial', '-days', '2', '-extfile', at('extensions'), '-out', at('cert.pem')],
  );
  const store = join(home, '.pki', 'nssdb');
  mkdirSync(store, { recursive: true });
  const certutil = (...args: string[]) => execFileSync('certutil', ['-d', `sql:${store}`, ...args]);
  certutil('-N', '--empty-password');
  certutil('-A', '-t', 'C,,', '-n', 'root', '-i', at('root.pem'));
  return { key: readFileSync(at('key.pem')), cert: readFileSync(at('cert.pem')) };
}
