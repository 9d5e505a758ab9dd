import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hasOpenssl } from '../dev/certificate.ts';
import { freshFolder } from './driver/runFolder.ts';
import { ACCOUNT, TestTill } from './testTill.ts';
import { unknownSince, untilTried } from './unknownSince.ts';

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A certificate for `localhost` by somebody whom nobody knows, who can be fetched, and asked, at this port. */
function certificateThatNames(port: number): { key: Buffer; cert: Buffer } {
  const folder = freshFolder('issuer');
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
  const request = ['req', '-newkey', 'rsa:2048', '-nodes', '-subj'];
  openssl(...request, '/CN=Nobody', '-x509', '-keyout', at('ca.key'), '-out', at('ca.pem'));
  openssl(...request, '/CN=localhost', '-keyout', at('key.pem'), '-out', at('request.pem'));
  const place = `URI:http://127.0.0.1:${port}`;
  writeFileSync(
    at('extensions'),
    [
      'subjectAltName=DNS:localhost',
      `authorityInfoAccess=caIssuers;${place}/issuer,OCSP;${place}/ocsp`,
      `crlDistributionPoints=${place}/crl`,
    ].join('\n'),
  );
  openssl(
    ...['x509', '-req', '-in', at('request.pem'), '-CA', at('ca.pem'), '-CAkey', at('ca.key')],
    ...['-CAcreateserial', '-days', '2', '-extfile', at('extensions'), '-out', at('cert.pem')],
  );
  return { key: readFileSync(at('key.pem')), cert: readFileSync(at('cert.pem')) };
}

test.skipIf(!hasOpenssl)(
  'where a certificate that nobody vouches for names a place for its issuer, Chromium looks there, and nothing of member or till goes with it; the call has never left',
  async () => {
    const heard: string[] = [];
    const port = await listen(
      createServer((request, response) => {
        let body = '';
        request.on('data', (part) => {
          body += part;
        });
        request.on('end', () => {
          heard.push([request.method, request.url, ...request.rawHeaders, body].join(' '));
          response.end('no certificate');
        });
      }),
    );
    let calls = 0;
    const gatewayPort = await listen(
      createTlsServer(certificateThatNames(port), (_request, response) => {
        calls += 1;
        response.end();
      }),
    );
    const till = new TestTill(`https://localhost:${gatewayPort}/router/rest`);
    onTestFinished(() => till.kill());
    await till.start();
    const slip = await till.register({ mobile: '13800138000', name: '王芳' });
    expect(await untilTried(till, slip, 1)).toMatchObject({
      code: 'transport.err_cert_authority_invalid',
    });
    expect(await unknownSince(till)).toEqual([null]);
    expect(calls).toBe(0);
    expect(heard.map((line) => line.split(' ', 2).join(' '))).toEqual(['GET /issuer']);
    expect(heard.join()).not.toMatch(/cookie|authorization|referer/i);
    for (const secret of ['13800138000', encodeURIComponent('王芳'), ACCOUNT.appKey, 'router'])
      expect(heard.join()).not.toContain(secret);
  },
);
