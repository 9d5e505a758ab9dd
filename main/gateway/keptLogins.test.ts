import { expect, test } from 'vitest';
import { BesideLogins } from './besideLogins.ts';
import type { CallLogin } from './callLogin.ts';
import { ProxyLogins } from './proxyLogins.ts';

const ACCOUNT = { host: 'proxy.shop', username: 'shop12', password: 'made-up' };
const PROXY = { isProxy: true, scheme: 'basic', host: 'proxy.shop', port: 8080, realm: '' };
const HOUR = 60 * 60_000;

/** What becomes of a call that has told the proxy; `lost`: nobody hears whether that has taken it. */
type Fate = 'passes' | 'lost' | 'refused';

function isGiven(call: CallLogin): boolean {
  let given = false;
  call.asked(PROXY, (...words) => {
    given = words.length > 0;
  });
  return given;
}

/** A session says by itself what it was given, and asks nobody, until it is cleared. */
function aSession() {
  let now = 0;
  const logins = new ProxyLogins(undefined, () => now);
  const beside = new BesideLogins(logins, () => now);
  const offered = new Map<string, number>();
  let keeps = false;
  /** Whether the proxy was told. */
  const call = (fate: Fate): boolean => {
    const edition = logins.editionOf(ACCOUNT);
    if ([...offered.values()].some((offeredIn) => offeredIn !== edition)) {
      keeps = false;
      offered.clear();
    }
    const one = logins.forCall(ACCOUNT, offered);
    const isTold = (keeps && fate !== 'refused') || isGiven(one);
    keeps = isTold && fate !== 'refused';
    if (isTold && fate === 'passes') one.passed();
    if (fate === 'refused') one.refused();
    one.ended();
    return isTold;
  };
  const passes = (hours: number) => {
    now += hours * HOUR;
  };
  return { call, passes, collector: () => beside.forCall(ACCOUNT, new Map()) };
}

test('where the first call is lost behind the proxy, one 407 stops no till for good: that it has taken them since is found out', () => {
  const { call, passes } = aSession();
  for (const fate of ['lost', 'passes', 'passes', 'refused'] as const) call(fate);
  expect(call('passes')).toBe(false);
  passes(2);
  expect(call('passes')).toBe(true);
});

test('nor are a collector and the updates kept out for it', () => {
  const { call, collector } = aSession();
  for (const fate of ['lost', 'lost', 'passes'] as const) call(fate);
  expect(isGiven(collector())).toBe(false);
  call('passes');
  expect(isGiven(collector())).toBe(true);
});

test('what was found out is found out once: a session is cleared no more for it', () => {
  const { call } = aSession();
  for (const fate of ['lost', 'passes', 'passes'] as const) call(fate);
  for (let count = 0; count < 3; count += 1) expect(call('passes')).toBe(true);
});
