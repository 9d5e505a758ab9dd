import { describe, expect, test } from 'vitest';
import type { Asking, CallLogin } from './callLogin.ts';
import { ProxyLogins } from './proxyLogins.ts';

const ACCOUNT = { host: 'proxy.shop:8080', username: 'shop12', password: 'made-up' };
const PROXY: Asking = {
  isProxy: true,
  scheme: 'ntlm',
  host: 'proxy.shop',
  port: 8080,
  realm: '',
};
const GIVEN = ['shop12', 'made-up'];
const NOTHING: string[] = [];

/** What it gives, or null as long as it says nothing. */
function answerOf(call: CallLogin, by: Partial<Asking> = {}): () => unknown[] | null {
  let given: unknown[] | null = null;
  call.asked({ ...PROXY, ...by }, (...words) => {
    given = words;
  });
  return () => given;
}

/** Sessions that keep what they were given, each with its calls. */
function aTill(account: typeof ACCOUNT | null = ACCOUNT) {
  const good: unknown[] = [];
  const logins = new ProxyLogins((one) => good.push(one));
  const session = () => {
    const offered = new Map<string, number>();
    return (as = account) => logins.forCall(as, offered);
  };
  return { logins, session, call: () => session()(), good };
}

describe('who is given name and password', () => {
  test('the proxy that they are set for, whatever capitals its name has', () => {
    for (const host of ['proxy.shop', 'PROXY.Shop', 'proxy.shop.']) {
      expect(answerOf(aTill().call(), { host })()).toEqual(GIVEN);
    }
  });

  test.each<[string, Partial<Asking>]>([
    ['a server', { isProxy: false }],
    ['a server by the name of the proxy', { isProxy: false, host: 'proxy.shop', port: 8080 }],
    ['another proxy', { host: 'proxy.shop.example' }],
    ['the same host at another port', { port: 3128 }],
  ])('nobody else: %s', (_, by) => {
    const call = aTill().call();
    expect(answerOf(call, by)()).toEqual(NOTHING);
    expect(call.refused()).toBe(
      by.isProxy === false ? 'err_proxy_auth_requested' : 'proxy_auth_other_proxy',
    );
  });

  test('nobody where none are set', () => {
    const call = aTill(null).call();
    expect(answerOf(call)()).toEqual(NOTHING);
    expect(call.refused()).toBe('err_proxy_auth_requested');
  });
});

test('a proxy that names itself otherwise at each call, at length, fills no memory: what a session keeps of it stays small', () => {
  const logins = new ProxyLogins();
  const offered = new Map<string, number>();
  for (let count = 0; count < 1_000; count += 1) {
    const call = logins.forCall(ACCOUNT, offered);
    expect(answerOf(call, { scheme: 'basic', realm: `${count}${'x'.repeat(10_000)}` })()).toEqual(
      GIVEN,
    );
    call.passed();
    call.ended();
  }
  expect([...offered.keys()].join('').length).toBeLessThan(10_000);
});

describe('what was refused', () => {
  test.each([
    ['it asks again', (call: CallLogin) => void answerOf(call)()],
    ['its 407 is the end', (call: CallLogin) => void call.refused()],
  ])('is offered to nobody any more, on no line: %s', (_, refuse) => {
    const { call } = aTill();
    const first = call();
    expect(answerOf(first)()).toEqual(GIVEN);
    refuse(first);
    first.ended();
    const later = call();
    expect(answerOf(later)()).toEqual(NOTHING);
    expect(later.refused()).toBe('proxy_auth_refused');
    expect(first.refused()).toBe('proxy_auth_refused');
  });

  test('is offered again where name, password or host are others, and only then', () => {
    const { session } = aTill();
    const onLine = session();
    const first = onLine();
    answerOf(first);
    first.refused();
    first.ended();
    expect(answerOf(onLine(ACCOUNT))()).toEqual(NOTHING);
    const other = { ...ACCOUNT, password: 'another' };
    expect(answerOf(onLine(other))()).toEqual(['shop12', 'another']);
  });

  test('was good once, and the session that has kept it is asked for it: that is a refusal', () => {
    const { session, call } = aTill();
    const onLine = session();
    const first = onLine();
    answerOf(first);
    first.passed();
    first.ended();
    expect(answerOf(onLine())()).toEqual(NOTHING);
    expect(answerOf(call())()).toEqual(NOTHING);
  });

  test('sets a new edition, by which every session forgets what it has kept', () => {
    const { logins, call } = aTill();
    const before = logins.editionOf(ACCOUNT);
    const first = call();
    answerOf(first);
    expect(logins.editionOf(ACCOUNT)).toBe(before);
    first.refused();
    expect(logins.editionOf(ACCOUNT)).not.toBe(before);
  });

  describe('after a proxy had taken it', () => {
    const HOUR = 60 * 60_000;

    /** The till's calls, one after the other, at a proxy that takes or refuses what it is given. */
    function atProxy(wasTaken: boolean) {
      let now = 0;
      const logins = new ProxyLogins(undefined, () => now);
      const call = (isTaken: boolean) => {
        const one = logins.forCall(ACCOUNT, new Map());
        const given = answerOf(one)();
        if (isTaken && given?.length === 2) one.passed();
        else one.refused();
        one.ended();
        return given;
      };
      if (wasTaken) call(true);
      const passes = (hours: number) => {
        now += hours * HOUR;
      };
      return { logins, call, passes };
    }

    test('is offered once more after two hours: a refusal that came from nobody who knows stops no till for good', () => {
      const { call, passes } = atProxy(true);
      expect(call(false)).toEqual(GIVEN);
      expect(call(true)).toEqual(NOTHING);
      passes(1.9);
      expect(call(true)).toEqual(NOTHING);
      passes(0.1);
      expect(call(true)).toEqual(GIVEN);
      expect(call(true)).toEqual(GIVEN);
    });

    test('costs four tries on the first day where it is wrong by now, and one on each day from then on', () => {
      const { call, passes } = atProxy(true);
      const triesOfDay = () => {
        let tries = 0;
        for (let minute = 0; minute < 24 * 60; minute += 1) {
          if (call(false)?.length === 2) tries += 1;
          passes(1 / 60);
        }
        return tries;
      };
      expect(triesOfDay()).toBe(4);
      expect(triesOfDay()).toBe(1);
      expect(triesOfDay()).toBe(1);
    });

    test('is so as well where a test has found it taken, before it was refused or since', () => {
      const before = atProxy(false);
      before.logins.foundGood(ACCOUNT);
      const since = atProxy(true);
      expect(since.call(false)).toEqual(GIVEN);
      since.logins.foundGood(ACCOUNT);
      for (const { call, passes } of [before, since]) {
        expect(call(false)).toEqual(GIVEN);
        expect(call(true)).toEqual(NOTHING);
        passes(2);
        expect(call(true)).toEqual(GIVEN);
      }
    });

    test('is offered no more where no proxy ever had', () => {
      const { call, passes } = atProxy(false);
      expect(call(false)).toEqual(GIVEN);
      passes(100);
      expect(call(false)).toEqual(NOTHING);
    });

    test('is offered no more where what was taken was another one', () => {
      const { logins, call, passes } = atProxy(false);
      expect(call(false)).toEqual(GIVEN);
      logins.foundGood({ ...ACCOUNT, password: 'another' });
      passes(100);
      expect(call(false)).toEqual(NOTHING);
    });
  });

  test('is tried once more by somebody’s wish, or where a test has found it taken', () => {
    const { logins, call } = aTill();
    const refused = () => {
      const one = call();
      expect(answerOf(one)()).toEqual(GIVEN);
      one.refused();
      one.ended();
      return answerOf(call())();
    };
    expect(refused()).toEqual(NOTHING);
    logins.foundGood({ ...ACCOUNT, password: 'another' });
    expect(answerOf(call())()).toEqual(NOTHING);
    logins.foundGood(ACCOUNT);
    expect(refused()).toEqual(NOTHING);
    logins.tryAnew();
    expect(answerOf(call())()).toEqual(GIVEN);
  });
});

describe('calls at the same time', () => {
  test('wait for the one that tries: a wrong password costs one try, not four', () => {
    const { call } = aTill();
    const [first, ...others] = [call(), call(), call(), call()] as const;
    expect(answerOf(first)()).toEqual(GIVEN);
    const answers = others.map((one) => answerOf(one));
    expect(answers.map((answer) => answer())).toEqual([null, null, null]);
    first.refused();
    expect(answers.map((answer) => answer())).toEqual([NOTHING, NOTHING, NOTHING]);
    for (const one of others) expect(one.refused()).toBe('proxy_auth_refused');
  });

  test('are all given it once it was taken', () => {
    const { call, good } = aTill();
    const [first, second, third] = [call(), call(), call()];
    answerOf(first);
    const waiting = [answerOf(second), answerOf(third)];
    first.passed();
    expect(waiting.map((answer) => answer())).toEqual([GIVEN, GIVEN]);
    expect(answerOf(call())()).toEqual(GIVEN);
    expect(good).toEqual([ACCOUNT]);
  });

  test('go on one by one where the one that tried has come to nothing', () => {
    const { call } = aTill();
    const [first, second, third] = [call(), call(), call()];
    answerOf(first);
    const waiting = [answerOf(second), answerOf(third)];
    first.ended();
    expect(waiting.map((answer) => answer())).toEqual([GIVEN, null]);
    second.ended();
    expect(waiting[1]?.()).toEqual(GIVEN);
  });

  test('are given nothing after their end, nor what was changed meanwhile', () => {
    const { logins, call } = aTill();
    const [first, second, third] = [call(), call(), call()];
    answerOf(first);
    const [ended, changed] = [answerOf(second), answerOf(third)];
    second.ended();
    logins.editionOf({ ...ACCOUNT, password: 'another' });
    expect([ended(), changed()]).toEqual([NOTHING, NOTHING]);
  });
});

test('another scheme is another question: a proxy whose first one this PC cannot speak is answered in its second', () => {
  const call = aTill().call();
  expect(answerOf(call, { scheme: 'negotiate' })()).toEqual(GIVEN);
  expect(answerOf(call, { scheme: 'ntlm' })()).toEqual(GIVEN);
  expect(answerOf(call, { scheme: 'ntlm', realm: 'other' })()).toEqual(NOTHING);
});
