import { execFileSync, spawnSync } from 'node:child_process';
import type { TlsPaths } from '../server/tlsFiles.ts';

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** A certificate of that name for this machine, good for two days, and its key; nobody vouches for it. */
export function makeTestCertificate({ certificate, key }: TlsPaths, name: string): void {
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-days', '2', '-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'],
      ...['-keyout', key, '-out', certificate],
    ],
    { stdio: 'ignore' },
  );
}
