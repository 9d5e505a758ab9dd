import { describe, expect, test } from 'vitest';
import { BesideLogins } from './besideLogins.ts';
import type { CallLogin } from './callLogin.ts';
import { ProxyLogins } from './proxyLogins.ts';

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
  let now = 0;
  const logins = new ProxyLogins();
  const beside = new BesideLogins(logins, () => now);
  const passes = (hours: number) => {
    now += hours * 60 * 60_000;
  };
  const save = () => logins.forCall(ACCOUNT, new Map());
  const pass = () => {
    const call = save();
    const given = isGiven(call);
    call.passed();
    call.ended();
    return given;
  };
  const other = (offered = new Map<string, number>()) => beside.forCall(ACCOUNT, offered);
  return { logins, beside, save, pass, passes, other };
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

describe('what was refused there alone', () => {
  /** One session makes all these calls. */
  function atCollector() {
    const { pass, passes, other } = aTill();
    pass();
    const offered = new Map<string, number>();
    const call = (isTaken: boolean) => {
      const one = other(offered);
      const given = isGiven(one);
      if (isTaken) one.passed();
      else one.refused();
      one.ended();
      return given;
    };
    return { pass, passes, other, call };
  }

  test('is offered there once more after two hours, then after twice as long: no reports or updates end with one 407 that nobody meant', () => {
    const { pass, passes, other, call } = atCollector();
    for (const hours of [2, 4, 8, 16, 24, 24]) {
      expect(call(false)).toBe(true);
      passes(hours - 0.1);
      expect(isGiven(other())).toBe(false);
      passes(0.1);
    }
    expect(call(true)).toBe(true);
    // By that it has been said over this session already.
    expect(call(false)).toBe(false);
    passes(2);
    expect(call(true)).toBe(true);
    expect(pass()).toBe(true);
  });

  test('costs four tries on the first day where it is wrong by now and no save is made, and one on each day from then on', () => {
    const { passes, call } = atCollector();
    const triesOfDay = () => {
      let tries = 0;
      for (let minute = 0; minute < 24 * 60; minute += 1) {
        if (call(false)) tries += 1;
        passes(1 / 60);
      }
      return tries;
    };
    expect(triesOfDay()).toBe(4);
    expect(triesOfDay()).toBe(1);
    expect(triesOfDay()).toBe(1);
  });
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
