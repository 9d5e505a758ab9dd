import { describe, expect, test } from 'vitest';
import { openSecret } from '../keys/wrappedSecret.ts';
import { type DeskInMemory, deskInMemory, keysOf, newMasterKey } from '../testing/deskInMemory.ts';
import type { Done, TillOrder, TillView } from './administration.ts';
import { directAdministration } from './directAdministration.ts';
import { validSecrets } from './tillChanges.ts';
import { makeKeyPair, makeSecret } from './tillKey.ts';

const DAY = 24 * 60 * 60 * 1_000;

function opened(master = newMasterKey()) {
  const desk = deskInMemory(keysOf(master));
  return { desk, master, admin: directAdministration(desk) };
}

function order(changes: Partial<TillOrder> = {}): TillOrder {
  const place = { name: 'Till 1', brandId: '244323', shopIds: ['239923231'] };
  return { ...makeKeyPair('till'), ...place, ...changes };
}

function valueIn<Value>(done: Done<Value>): Value {
  if (!done.ok) throw new Error(`${done.code}: ${done.says}`);
  return done.value;
}

/** The secrets by which the relay would let a till in now, the newest first. */
async function validFor({ state, keys, clock }: DeskInMemory, appKey: string): Promise<string[]> {
  const record = state.storedTills.get(appKey);
  if (record === undefined || record.revokedAt !== null) return [];
  const secrets: string[] = [];
  for (const { secret } of validSecrets(record, clock.now)) {
    const one = await openSecret(keys, secret, { kind: 'till', appKey });
    if (one.ok) secrets.push(one.value);
  }
  return secrets;
}

describe('a new till', () => {
  test('is let in by its secret, and by nothing that lies in the state', async () => {
    const { desk, admin } = opened();
    const given = order({ name: '收银台 一号 “左”', shopIds: ['1', '2'] });
    const view = valueIn(await admin.add(given));
    expect(view).toMatchObject({ appKey: given.appKey, version: 1, revokedAt: null });
    expect(await validFor(desk, given.appKey)).toEqual([given.appSecret]);
    const stored = JSON.stringify([...desk.state.storedTills.values()]);
    expect(stored).not.toContain(given.appSecret);
    expect(JSON.stringify([view, await admin.list()])).not.toContain(given.appSecret);
  });

  test('is one till, however often the same order is given', async () => {
    const { desk, admin } = opened();
    const given = order();
    const first = valueIn(await admin.add(given));
    expect(valueIn(await admin.add(given))).toEqual(first);
    expect(desk.state.storedTills.size).toBe(1);
  });

  test('takes no other till’s key', async () => {
    const { desk, admin } = opened();
    const given = order();
    valueIn(await admin.add(given));
    for (const other of [{ appSecret: makeSecret() }, { shopIds: ['x'] }, { name: 'Other' }])
      expect(await admin.add({ ...given, ...other })).toMatchObject({ code: 'till.exists' });
    expect(await validFor(desk, given.appKey)).toEqual([given.appSecret]);
  });

  test('is refused with a line for each mistake, which repeats no value', async () => {
    const { admin } = opened();
    const wrong = {
      appKey: 'admin-aaaaaaaaaaaaaaaaaaaa',
      appSecret: 'hunter2',
      name: 'two\nlines',
      brandId: '',
      shopIds: ['a', 'a'],
      secret: 'hunter2',
    };
    const done = await admin.add(wrong as unknown as TillOrder);
    expect(done).toMatchObject({ ok: false, code: 'order.not-understood' });
    const { says } = done as { says: string };
    for (const name of ['appKey', 'appSecret', 'name', 'brandId', 'shopIds', '"secret"'])
      expect(says).toContain(name);
    expect(says.split('\n').length).toBeGreaterThanOrEqual(6);
    expect(says).not.toContain('hunter2');
  });

  test.each([
    ['a name with a control character', { name: 'a\u0007' }],
    ['a name that turns the direction', { name: 'abc\u202egpj' }],
    ['a name that nobody sees', { name: '\u200b' }],
    ['a name with half a character', { name: '\ud800' }],
    ['a name without an end', { name: 'x'.repeat(101) }],
    ['blanks around a shop', { shopIds: [' 1'] }],
    ['no shop', { shopIds: [] }],
    ['too many shops', { shopIds: Array.from({ length: 101 }, (_, id) => `${id}`) }],
    ['the chain’s own key', { appKey: '12345678' }],
    ['a key that is a path', { appKey: 'till-../../../../etc/pas' }],
    ['a weak secret', { appSecret: 'a'.repeat(43) }],
  ])('is refused with %s', async (_, changes) => {
    const { desk, admin } = opened();
    expect(await admin.add(order(changes))).toMatchObject({ code: 'order.not-understood' });
    expect(desk.state.storedTills.size).toBe(0);
  });
});

describe('two administrators at once', () => {
  test('the second one is told, and undoes nothing of the first', async () => {
    const { desk, admin } = opened();
    const given = order();
    const { version } = valueIn(await admin.add(given));
    valueIn(await admin.shops({ appKey: given.appKey, shopIds: ['1'], version }));
    const late = await admin.shops({ appKey: given.appKey, shopIds: ['2'], version });
    expect(late).toMatchObject({ ok: false, code: 'changed-meanwhile' });
    expect(desk.state.storedTills.get(given.appKey)?.shopIds).toEqual(['1']);
  });

  test('of two rotations in the same moment one is carried out, and the till is let in by its secret of before', async () => {
    const { desk, admin } = opened();
    const given = order();
    valueIn(await admin.add(given));
    const rotation = () => ({
      appKey: given.appKey,
      appSecret: makeSecret(),
      until: desk.clock.now + DAY,
      drop: null,
    });
    const [mine, theirs] = [rotation(), rotation()];
    desk.state.beforeWrite = () => admin.rotate(theirs);
    expect(await admin.rotate(mine)).toMatchObject({ code: 'changed-meanwhile' });
    expect(await validFor(desk, given.appKey)).toEqual([theirs.appSecret, given.appSecret]);
  });

  test('a revocation holds, whatever else is changed in that moment', async () => {
    const { desk, admin } = opened();
    const given = order();
    valueIn(await admin.add(given));
    desk.state.beforeWrite = () =>
      admin.shops({ appKey: given.appKey, shopIds: ['2'], version: null });
    expect(valueIn(await admin.revoke({ appKey: given.appKey })).revokedAt).toBe(desk.clock.now);
    expect(await validFor(desk, given.appKey)).toEqual([]);
  });

  test('of two tills with one key in the same moment one is made', async () => {
    const { desk, admin } = opened();
    const [mine, theirs] = [order(), order()];
    desk.state.beforeWrite = () => admin.add({ ...theirs, appKey: mine.appKey });
    expect(await admin.add(mine)).toMatchObject({ code: 'changed-meanwhile' });
    expect(await validFor(desk, mine.appKey)).toEqual([theirs.appSecret]);
  });
});

describe('revoking', () => {
  test('twice is revoking once, at the time of the first', async () => {
    const { desk, admin } = opened();
    const { appKey } = valueIn(await admin.add(order()));
    const first = valueIn(await admin.revoke({ appKey }));
    desk.clock.now += DAY;
    expect(valueIn(await admin.revoke({ appKey }))).toEqual(first);
  });

  test('is for good: what is revoked is neither rotated nor moved, nor made again', async () => {
    const { desk, admin } = opened();
    const given = order();
    const { appKey } = valueIn(await admin.add(given));
    valueIn(await admin.revoke({ appKey }));
    const rotation = { appKey, appSecret: makeSecret(), until: desk.clock.now, drop: null };
    expect(await admin.rotate(rotation)).toMatchObject({ code: 'till.revoked' });
    expect(await admin.shops({ appKey, shopIds: ['1'], version: null })).toMatchObject({
      code: 'till.revoked',
    });
    expect(await admin.add(given)).toMatchObject({ code: 'till.exists' });
  });

  test('what is not there is told', async () => {
    const { admin } = opened();
    const { appKey } = order();
    expect(await admin.revoke({ appKey })).toMatchObject({ code: 'till.unknown' });
  });
});

describe('rotating', () => {
  async function till() {
    const { desk, admin } = opened();
    const given = order();
    const { appKey } = valueIn(await admin.add(given));
    const rotate = async (days: number, drop: 'newest' | 'oldest' | null = null) => {
      const appSecret = makeSecret();
      const until = desk.clock.now + days * DAY;
      return { appSecret, done: await admin.rotate({ appKey, appSecret, until, drop }) };
    };
    return { desk, admin, appKey, first: given.appSecret, rotate };
  }

  test('lets the till in by either secret until the day that was named, then by the new one alone', async () => {
    const { desk, appKey, first, rotate } = await till();
    const { appSecret, done } = await rotate(14);
    expect(done.ok).toBe(true);
    expect(await validFor(desk, appKey)).toEqual([appSecret, first]);
    desk.clock.now += 14 * DAY - 1;
    expect(await validFor(desk, appKey)).toEqual([appSecret, first]);
    desk.clock.now += 1;
    expect(await validFor(desk, appKey)).toEqual([appSecret]);
  });

  test('at once: what was stolen is refused from this moment on', async () => {
    const { desk, appKey, rotate } = await till();
    await rotate(14);
    const { appSecret, done } = await rotate(0);
    expect(done.ok).toBe(true);
    expect(await validFor(desk, appKey)).toEqual([appSecret]);
  });

  test('never takes the secret that the till has by chance: of two valid ones it is asked which', async () => {
    const { desk, appKey, first, rotate } = await till();
    const second = await rotate(14);
    expect((await rotate(14)).done).toMatchObject({ code: 'till.two-secrets' });
    expect(await validFor(desk, appKey)).toEqual([second.appSecret, first]);
  });

  test('can give up a newest one that never reached the till, whose own then lives as long as is said', async () => {
    const { desk, appKey, first, rotate } = await till();
    await rotate(1);
    const third = await rotate(14, 'newest');
    expect(third.done.ok).toBe(true);
    desk.clock.now += 13 * DAY;
    expect(await validFor(desk, appKey)).toEqual([third.appSecret, first]);
  });

  test('can give up the oldest one, where the till has the newest', async () => {
    const { desk, appKey, rotate } = await till();
    const second = await rotate(14);
    const third = await rotate(14, 'oldest');
    expect(await validFor(desk, appKey)).toEqual([third.appSecret, second.appSecret]);
  });

  test('given again changes nothing: an answer that was lost costs no secret', async () => {
    const { desk, admin, appKey, first } = await till();
    const again = { appKey, appSecret: makeSecret(), until: desk.clock.now + DAY, drop: null };
    const done = valueIn(await admin.rotate(again));
    expect(valueIn(await admin.rotate(again))).toEqual(done);
    expect(await validFor(desk, appKey)).toEqual([again.appSecret, first]);
  });

  test('lets no old secret live for years', async () => {
    const { rotate } = await till();
    expect((await rotate(91)).done).toMatchObject({ code: 'order.not-understood' });
  });
});

describe('the chain’s account', () => {
  const account = { appKey: '12345678', session: null, keepsFormer: true };

  async function secretsOf({ state, keys }: DeskInMemory): Promise<(string | null)[]> {
    const { appKey = '', secrets = [] } = state.storedAccount ?? {};
    const owner = { kind: 'account', appKey } as const;
    const all = secrets.map(async (one) => {
      const done = await openSecret(keys, one, owner);
      return done.ok ? done.value : null;
    });
    return Promise.all(all);
  }

  test('keeps the secret of before behind the new one, and no third', async () => {
    const { desk, admin } = opened();
    for (const appSecret of ['one', 'two', 'three'])
      valueIn(await admin.account({ ...account, appSecret }));
    expect(await secretsOf(desk)).toEqual(['three', 'two']);
    valueIn(await admin.account({ ...account, appSecret: 'three', keepsFormer: false }));
    expect(await secretsOf(desk)).toEqual(['three']);
  });

  test('keeps its session with another secret, until an order says that there is none, or another one', async () => {
    const { desk, admin } = opened();
    const session = () => desk.state.storedAccount?.session;
    valueIn(await admin.account({ ...account, appSecret: 'one', session: 'of the chain' }));
    expect(valueIn(await admin.account({ ...account, appSecret: 'two' })).hasSession).toBe(true);
    expect(session()).toBe('of the chain');
    valueIn(await admin.account({ ...account, appSecret: 'two', session: 'another' }));
    expect(session()).toBe('another');
    valueIn(await admin.account({ ...account, appSecret: 'two', dropsSession: true }));
    expect(session()).toBeNull();
    const both = { ...account, appSecret: 'two', session: 'another', dropsSession: true };
    expect(await admin.account(both)).toMatchObject({ ok: false, code: 'order.not-understood' });
  });

  test('of another app keeps nothing of the one before', async () => {
    const { desk, admin } = opened();
    const other = { ...account, appKey: '87654321', appSecret: 'two', isOtherApp: true };
    valueIn(await admin.account({ ...account, appSecret: 'one', session: 'of the one before' }));
    valueIn(await admin.account(other));
    expect(await secretsOf(desk)).toEqual(['two']);
    expect(desk.state.storedAccount?.session).toBeNull();
  });

  test('is another app’s only by an order that says so: that app knows no save by its id', async () => {
    const { desk, admin } = opened();
    valueIn(await admin.account({ ...account, appSecret: 'one' }));
    const other = { ...account, appKey: '87654321', appSecret: 'two' };
    expect(await admin.account(other)).toMatchObject({ ok: false, code: 'account.other-app' });
    expect(await secretsOf(desk)).toEqual(['one']);
    valueIn(await admin.account({ ...account, appSecret: 'two' }));
  });

  test('is told without its secrets, its session among them', async () => {
    const { admin } = opened();
    const done = await admin.account({ ...account, appSecret: 'hunter2', session: 'hunter3' });
    expect(done).toEqual({
      ok: true,
      value: { appKey: '12345678', hasSession: true, secrets: 1, version: 1 },
    });
  });
});

describe('administrators', () => {
  test('are told apart from tills by their key, and the last one stays', async () => {
    const { admin } = opened();
    const [one, other] = [makeKeyPair('admin'), makeKeyPair('admin')];
    expect(await admin.addAdministrator({ ...makeKeyPair('till'), name: 'A' })).toMatchObject({
      code: 'order.not-understood',
    });
    valueIn(await admin.addAdministrator({ ...one, name: 'A' }));
    expect(await admin.revokeAdministrator({ appKey: one.appKey })).toMatchObject({
      code: 'administrator.last',
    });
    valueIn(await admin.addAdministrator({ ...other, name: 'B' }));
    const revoked = valueIn(await admin.revokeAdministrator({ appKey: one.appKey }));
    expect(revoked.revokedAt).not.toBeNull();
    expect(valueIn(await admin.revokeAdministrator({ appKey: one.appKey }))).toEqual(revoked);
  });
});

describe('another master key', () => {
  test('takes over every secret, after which the one before is needed no more', async () => {
    const { desk, admin, master } = opened();
    const given = order();
    valueIn(await admin.add(given));
    const rotation = { appKey: given.appKey, until: desk.clock.now + DAY, drop: null };
    const appSecret = makeSecret();
    valueIn(await admin.rotate({ ...rotation, appSecret }));
    valueIn(await admin.account({ appKey: '1', appSecret: 's', session: null, keepsFormer: true }));
    valueIn(await admin.addAdministrator({ ...makeKeyPair('admin'), name: 'A' }));

    const next = newMasterKey();
    const both = directAdministration({ ...desk, keys: keysOf(next, master) });
    expect(valueIn(await both.rewrap())).toMatchObject({ moved: 4, already: 0 });
    expect(valueIn(await both.rewrap())).toMatchObject({ moved: 0, already: 4 });
    const after = { ...desk, keys: keysOf(next) };
    expect(await validFor(after, given.appKey)).toEqual([appSecret, given.appSecret]);
    expect(await directAdministration(after).add(given)).toMatchObject({ code: 'till.exists' });
  });

  test('moves what it can, and tells of what does not open', async () => {
    const { desk, admin, master } = opened();
    const [one, other] = [order(), order()];
    valueIn(await admin.add(one));
    valueIn(await admin.add(other));
    const stored = desk.state.storedTills;
    const swapped = stored.get(other.appKey)?.secrets ?? [];
    const record = stored.get(one.appKey);
    if (record) stored.set(one.appKey, { ...record, secrets: swapped });

    const next = newMasterKey();
    const both = directAdministration({ ...desk, keys: keysOf(next, master) });
    expect(await both.rewrap()).toMatchObject({
      code: 'keys.failed',
      says: expect.stringContaining(
        'secret.not-opened: A data key is not what this master key wrapped. Secrets that stay where they are: 1; moved: 1.',
      ),
    });
  });

  test('is not in the way of who changes a till meanwhile', async () => {
    const { desk, admin, master } = opened();
    const given = order();
    const { appKey } = valueIn(await admin.add(given));
    const both = directAdministration({ ...desk, keys: keysOf(newMasterKey(), master) });
    desk.state.beforeWrite = () => admin.shops({ appKey, shopIds: ['2'], version: null });
    expect(valueIn(await both.rewrap())).toMatchObject({ moved: 1 });
    expect(desk.state.storedTills.get(appKey)?.shopIds).toEqual(['2']);
  });
});

describe('nothing is guessed', () => {
  test('where the state cannot be asked: every order says so', async () => {
    const { desk, admin } = opened();
    const given = order();
    const { appKey } = valueIn<TillView>(await admin.add(given));
    desk.state.isAway = true;
    const rotation = { appKey, appSecret: makeSecret(), until: desk.clock.now, drop: null };
    const account = { appKey: '1', appSecret: 's', session: null, keepsFormer: true };
    for (const done of [
      await admin.add(order()),
      await admin.list(),
      await admin.shops({ appKey, shopIds: ['1'], version: null }),
      await admin.revoke({ appKey }),
      await admin.rotate(rotation),
      await admin.account(account),
      await admin.rewrap(),
      await admin.addAdministrator({ ...makeKeyPair('admin'), name: 'A' }),
      await admin.listAdministrators(),
      await admin.revokeAdministrator({ appKey: makeKeyPair('admin').appKey }),
    ])
      expect(done).toMatchObject({ ok: false, code: 'state.away' });
  });

  test('where the master key is another one: no till is made or changed', async () => {
    const { desk, admin } = opened();
    const given = order();
    valueIn(await admin.add(given));
    const others = directAdministration({ ...desk, keys: keysOf(newMasterKey()) });
    const rotation = { appKey: given.appKey, appSecret: makeSecret(), until: 0, drop: null };
    expect(await others.rotate(rotation)).toMatchObject({
      code: 'keys.failed',
      says: expect.stringContaining('master-key.unknown'),
    });
    expect(await validFor(desk, given.appKey)).toEqual([given.appSecret]);
  });
});
