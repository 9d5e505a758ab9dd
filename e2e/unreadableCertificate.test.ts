import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { hasOpenssl, makeCertificate } from '../dev/certificate.ts';
import { freshFolder } from './driver/runFolder.ts';
import { hasCertutil, trustPrivateRoot } from './privateRoot.ts';
import { TestTill } from './testTill.ts';
import { untilTried } from './unknownSince.ts';

/** In a certificate: a time follows, thirteen characters from the year on. */
const TIME = Buffer.from([0x17, 13]);

/** A certificate with a month 99 in its dates: OpenSSL hands it on as it is, Chromium cannot read it. */
function unreadable(): string {
  const { cert } = makeCertificate(freshFolder('certificate'));
  const der = Buffer.from(cert.toString().replace(/-----[^-]+-----|\s/g, ''), 'base64');
  der.write('99', der.indexOf(TIME) + TIME.length + 2, 'latin1');
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

/** A gateway that accepts everybody, and sends such a certificate behind its own. */
async function startGateway({ key, cert }: { key: Buffer; cert: Buffer }, env = {}) {
  let [handshakes, calls] = [0, 0];
  const server = createServer({ key, cert: `${cert}\n${unreadable()}` }, (_request, response) => {
    calls += 1;
    response.end('{"result":{"biz_success":true,"result":"1","result_code":"0"}}');
  });
  server.on('connection', () => {
    handshakes += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const till = new TestTill(`https://localhost:${port}/router/rest`, { env });
  onTestFinished(() => till.kill());
  await till.start();
  return { till, handshakes: () => handshakes, calls: () => calls };
}

test.skipIf(!hasOpenssl)(
  'a server that nobody vouches for ends no till by a certificate in its chain that cannot be read, neither at once nor at the next start',
  async () => {
    const gateway = await startGateway(makeCertificate(freshFolder('certificate')));
    const { till } = gateway;
    const slip = await till.register({ mobile: '13800138000' });
    expect(await untilTried(till, slip, 1)).toMatchObject({
      code: 'transport.err_cert_authority_invalid',
    });
    await till.stop();
    const before = gateway.handshakes();
    await till.start();
    await expect.poll(gateway.handshakes).toBeGreaterThan(before);
    expect(await untilTried(till, slip, 2)).toMatchObject({ state: 'pending' });
    expect(gateway.calls()).toBe(0);
  },
);

test.skipIf(!hasOpenssl || !hasCertutil)(
  'a gateway that the account’s own root vouches for is taken, also with such a certificate too many in its chain (needs certutil)',
  async () => {
    const home = freshFolder('home');
    const certificate = trustPrivateRoot(freshFolder('certificate'), home);
    const { till, calls } = await startGateway(certificate, { HOME: home });
    await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
    expect(calls()).toBe(1);
  },
);
