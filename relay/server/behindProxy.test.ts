import { afterEach, describe, expect, it } from 'vitest';
import { servePage } from '../fleet/pageRoutes.ts';
import { ChainInMemory } from '../fleet/testing/chainInMemory.ts';
import { FleetView } from '../fleet/view/fleetView.ts';
import { startTestRelay } from '../testing/testRelay.ts';

const TOKEN = 'page'.repeat(12);

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** Enters the page of a relay that trusts these proxies, over one on this machine that says so; gives the cookie. */
async function cookieOf(trustedProxies: readonly string[], said: Record<string, string>) {
  const chain = new ChainInMemory();
  const now = () => chain.now;
  const relay = await startTestRelay({
    platformUrl: 'http://127.0.0.1:9/router/rest',
    tills: [],
    routes: [(app) => servePage(app, { view: new FleetView(chain, now), token: TOKEN, now })],
    trustedProxies,
  });
  ends.push(() => relay.end());
  const answer = await fetch(`${relay.origin}/fleet/enter`, {
    method: 'POST',
    body: new URLSearchParams({ token: TOKEN, next: '/fleet' }),
    headers: said,
    redirect: 'manual',
  });
  expect(answer.status).toBe(303);
  return answer.headers.get('set-cookie') ?? '';
}

describe('behind a proxy that ends TLS the page’s cookie', () => {
  it.each([[['127.0.0.1']], [['10.1.2.3', '127.0.0.0/8']], [['loopback']]])(
    'goes over TLS alone where the proxy is one of %j and says that the browser speaks TLS',
    async (trusted) => {
      expect(await cookieOf(trusted, { 'x-forwarded-proto': 'https' })).toMatch(/; Secure$/);
      // What the browser has sent stands in front of what the proxy says.
      expect(await cookieOf(trusted, { 'x-forwarded-proto': 'http, https' })).toMatch(/; Secure$/);
    },
  );

  it.each([[['127.0.0.1']], [['loopback']]])(
    'does not (%j) where that proxy says otherwise, or nothing',
    async (trusted) => {
      for (const said of [
        {},
        { 'x-forwarded-proto': 'http' },
        { 'x-forwarded-proto': 'https, http' },
      ]) {
        expect(await cookieOf(trusted, said as Record<string, string>)).not.toContain('Secure');
      }
    },
  );

  it.each([[[]], [['10.0.0.0/8']]])(
    'is told by nobody that is not trusted (%j)',
    async (trusted) => {
      const said = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '10.0.0.1' };
      expect(await cookieOf(trusted, said)).not.toContain('Secure');
    },
  );
});
