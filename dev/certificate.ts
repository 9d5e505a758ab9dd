import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** A certificate for `localhost` that nobody vouches for, and the switch with which Chromium takes it all the same. */
export function makeCertificate(folder: string): { key: Buffer; cert: Buffer; trusted: string } {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
      ...['-keyout', key, '-out', certificate],
    ],
    { stdio: 'ignore' },
  );
  const cert = readFileSync(certificate);
  const publicKey = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
  const print = createHash('sha256').update(publicKey).digest('base64');
  return {
    key: readFileSync(key),
    cert,
    trusted: `--ignore-certificate-errors-spki-list=${print}`,
  };
}
