import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createSandbox } from '../../sandbox/createSandbox.ts';
import { hasOpenssl, makeTestCertificate } from '../testing/testCertificate.ts';
import { chainApp, startTestRelay } from '../testing/testRelay.ts';
import { TlsFiles } from './tlsFiles.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function files() {
  const folder = mkdtempSync(join(tmpdir(), 'tillside-tls-'));
  ends.push(() => rmSync(folder, { recursive: true }));
  const paths = { certificate: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  makeTestCertificate(paths, 'first');
  return paths;
}

describe.skipIf(!hasOpenssl)('files of a certificate', () => {
  it('that cannot be read are tried until they can be, though the files are the same: somebody has let the relay read them', () => {
    const paths = files();
    const certificates = new TlsFiles(paths);
    certificates.read();
    const key = readFileSync(paths.key, 'utf8');
    const put = (text: string) => {
      writeFileSync(paths.key, text);
      utimesSync(paths.key, 1_000, 1_000);
    };
    put('x'.repeat(key.length));
    expect(() => certificates.changed()).toThrow();
    put(key);
    expect(certificates.changed()).toMatchObject({ key });
    expect(certificates.changed()).toBeNull();
  });

  it('that cannot be read are complained of once', async () => {
    const paths = files();
    const sandbox = await createSandbox(chainApp);
    ends.push(() => sandbox.close());
    const lines: string[] = [];
    const logger = { level: 'error', stream: { write: (line: string) => lines.push(line) } };
    const options = { platformUrl: sandbox.url, tills: [], tls: paths, lookedAt: 20, logger };
    const relay = await startTestRelay(options);
    ends.push(() => relay.end());
    writeFileSync(paths.key, 'no key');
    await expect.poll(() => lines.length).toBe(1);
    await sleep(200);
    expect(lines).toEqual([expect.stringContaining('certificate not read')]);
  });
});
