import { expect, test } from 'vitest';
import { BesideLogins } from './besideLogins.ts';
import { type CallLogin, ProxyLogins } from './proxyLogins.ts';

const ACCOUNT = { host: 'proxy.shop', username: 'shop12', password: 'made-up' };
const PROXY = { isProxy: true, scheme: 'basic', host: 'proxy.shop', port: 8080, realm: '' };

/** Whether the call is given name and password; null: it says nothing yet. */
function isGiven(call: CallLogin): boolean | null {
  let given: boolean | null = null;
  call.asked(PROXY, (...words) => {
    given = words.length > 0;
  });
  return given;
}

/** A save that a proxy has let through, and calls of somebody beside, each over a session of its own. */
function aTill() {
  const logins = new ProxyLogins();
  const beside = new BesideLogins(logins);
  const save = () => logins.forCall(ACCOUNT, new Map());
  const pass = () => {
    const call = save();
    const given = isGiven(call);
    call.passed();
    call.ended();
    return given;
  };
  return { logins, beside, save, pass, other: () => beside.forCall(ACCOUNT, new Map()) };
}

test('a call beside the saves offers what one of them was let through with, and tries nothing itself', () => {
  const { save, other } = aTill();
  expect(isGiven(other())).toBe(false);
  const first = save();
  expect(isGiven(first)).toBe(true);
  expect(isGiven(other())).toBe(false);
  first.passed();
  expect(isGiven(other())).toBe(true);
});

test('what a proxy refuses there is offered there no more, and stops no save: it may let a till go to its gateway alone', () => {
  const { beside, pass, other } = aTill();
  pass();
  const before = beside.editionOf(ACCOUNT);
  const refused = other();
  expect([isGiven(refused), isGiven(refused)]).toEqual([true, false]);
  refused.ended();
  expect(isGiven(other())).toBe(false);
  expect(pass()).toBe(true);
  // By which every session forgets what it has kept.
  expect(beside.editionOf(ACCOUNT)).not.toBe(before);
});

test('where its 407 is the end, that is a refusal there alone as well', () => {
  const { pass, other } = aTill();
  pass();
  const refused = other();
  isGiven(refused);
  expect(refused.refused()).toBe('proxy_auth_refused');
  expect(isGiven(other())).toBe(false);
  expect(pass()).toBe(true);
});

test('what was refused to a save is offered nowhere, and another password is offered anew', () => {
  const { beside, logins, save, pass, other } = aTill();
  pass();
  isGiven(other());
  const refused = save();
  isGiven(refused);
  refused.refused();
  refused.ended();
  expect(isGiven(other())).toBe(false);
  const another = { ...ACCOUNT, password: 'another' };
  const next = logins.forCall(another, new Map());
  isGiven(next);
  next.passed();
  expect(isGiven(beside.forCall(another, new Map()))).toBe(true);
});
