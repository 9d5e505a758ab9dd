import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket, TlsOptions } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Bridge } from '../app/ipc/bridge.ts';
import { hasOpenssl } from '../dev/certificate.ts';
import { freshFolder } from './driver/runFolder.ts';
import { AccountStore, hasCertutil, makePrivateRoot } from './privateRoot.ts';
import { ACCOUNT, TestTill } from './testTill.ts';
import { unknownSince, untilTried } from './unknownSince.ts';

const ACCEPTED = '{"result":{"biz_success":true,"result":"1","result_code":"0"}}';
const PIN = '246810';

/** A gateway whose certificate a company's own root has signed; and who has shown it a certificate. */
async function companyGateway(home: string, options: TlsOptions = {}) {
  const root = makePrivateRoot(freshFolder('root'));
  const store = new AccountStore(home);
  let calls = 0;
  const shown: unknown[] = [];
  const server = createServer({ ...root, ...options, ca: root.cert }, (request, response) => {
    calls += 1;
    shown.push((request.socket as TLSSocket).getPeerCertificate().subject);
    response.end(ACCEPTED);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const url = `https://localhost:${port}/router/rest`;
  return { root, store, url, calls: () => calls, shown };
}

async function tillAt(url: string, home: string): Promise<TestTill> {
  const till = new TestTill(url, { env: { HOME: home } }, { managerPin: PIN });
  onTestFinished(() => till.kill());
  return till.start();
}

/** What the connection test finds wrong first, or null. */
async function problemAt(till: TestTill, url: string): Promise<string | null> {
  const reply = await till.client.execute(
    (request) => (window as unknown as { tillside: Bridge }).tillside.testConnection(request),
    { pin: PIN, gateway: { url, ...ACCOUNT, session: null, signMethod: 'hmac-sha256' } as const },
  );
  if (!reply.ok) throw new Error(reply.error.code);
  return reply.value.steps.find(({ problem }) => problem !== null)?.problem ?? null;
}

describe.skipIf(!hasOpenssl || !hasCertutil)(
  "a company's own certificates (needs certutil)",
  () => {
    test('a gateway, or an inspecting proxy before it, that a root in the account’s store vouches for is taken', async () => {
      const home = freshFolder('home');
      const { root, store, url, calls } = await companyGateway(home);
      store.trust(root);
      const till = await tillAt(url, home);
      await till.waitForState(await till.register({ mobile: '13800138000' }), 'accepted');
      expect(calls()).toBe(1);
      expect(await problemAt(till, url)).toBeNull();
    });

    test('without that root nothing leaves, the save waits and does not age, and the test says who is not trusted', async () => {
      const home = freshFolder('home');
      const { url, calls } = await companyGateway(home);
      const till = await tillAt(url, home);
      const slip = await till.register({ mobile: '13800138000' });
      expect(await untilTried(till, slip, 1)).toMatchObject({
        code: 'transport.err_cert_authority_invalid',
      });
      expect(await problemAt(till, url)).toBe('certificateAuthority');
      expect(await unknownSince(till)).toEqual([null]);
      expect(calls()).toBe(0);
    });

    test.each(['TLSv1.2', 'TLSv1.3'] as const)(
      'a gateway that asks for a certificate is shown none of the account’s, over %s, and the till says what it asked for',
      async (version) => {
        const home = freshFolder('home');
        const gateway = await companyGateway(home, {
          requestCert: true,
          rejectUnauthorized: false,
          minVersion: version,
          maxVersion: version,
        });
        const { root, store, url } = gateway;
        store.trust(root);
        store.takeClient(root);
        const till = await tillAt(url, home);
        const slip = await till.register({ mobile: '13800138000' });
        // Electron 25 gives such a call up; from 44 on it goes through without a certificate.
        const line = await till.client.waitUntil(
          async () => {
            const now = await till.line(slip);
            const hasCome = now?.state === 'pending' && now.attempts > 0;
            return now !== undefined && (hasCome || now.state === 'accepted') && now;
          },
          { timeout: 20_000, interval: 50 },
        );
        expect(gateway.shown.filter((subject) => subject !== undefined)).toEqual([]);
        if (line.state === 'accepted') return;
        expect(line.code).toBe('transport.err_ssl_client_auth_cert_needed');
        expect(await problemAt(till, url)).toBe('clientCertificate');
        expect(await unknownSince(till)).toEqual([null]);
      },
    );
  },
);
