import { expect, it } from 'vitest';
import type { AdmitRequest, ChainAccount, RelayState, TillRecord } from '../state/relayState.ts';

const wrapped = { masterKeyId: 'm', wrappedDataKey: 'AA==', sealed: 'AAAA' };

export function aTill(appKey: string, changes: Partial<TillRecord> = {}): TillRecord {
  return {
    appKey,
    name: '一号 "till" \u2028',
    brandId: '10',
    shopIds: ['20', '21'],
    secrets: [{ secret: wrapped, until: null }],
    createdAt: 1_700_000_000_000,
    revokedAt: null,
    version: 1,
    ...changes,
  };
}

export function anAdmission(appKey: string, changes: Partial<AdmitRequest> = {}): AdmitRequest {
  return {
    appKey,
    recordVersion: 1,
    sign: Math.random().toString(16),
    timestamp: '2026-11-28 12:00:00',
    app: 'app',
    urgency: 'foreign',
    waiting: null,
    ...changes,
  };
}

/** What every state promises. `open` gives one that is empty, or another on what the one before has stored. */
export function holdsContract(open: (isSame?: boolean) => Promise<RelayState>): void {
  it('gives back each record as it was put, also to whoever opens it next', async () => {
    const state = await open();
    const till = aTill('till-a', { revokedAt: 5, secrets: [] });
    const admin = {
      appKey: 'admin-a',
      name: 'x',
      secret: wrapped,
      createdAt: 1,
      revokedAt: null,
      version: 1,
    };
    const account: ChainAccount = { appKey: 'k', session: '会话', secrets: [wrapped], version: 1 };
    expect(await state.putTill(till, null)).toEqual({ kind: 'written' });
    expect(await state.putAdministrator(admin, null)).toEqual({ kind: 'written' });
    expect(await state.putAccount(account, null)).toEqual({ kind: 'written' });
    for (const one of [state, await open(true)]) {
      expect(await one.till('till-a')).toEqual(till);
      expect(await one.tills()).toEqual([till]);
      expect(await one.administrator('admin-a')).toEqual(admin);
      expect(await one.administrators()).toEqual([admin]);
      expect(await one.account()).toEqual(account);
      expect(await one.isReady()).toBe(true);
    }
  });

  it('knows nobody by a name that every object has', async () => {
    const state = await open();
    for (const name of ['__proto__', 'constructor', 'toString', '']) {
      expect(await state.till(name)).toBeNull();
      expect(await state.administrator(name)).toBeNull();
      expect(await state.admit(anAdmission(name))).toEqual({ kind: 'record-changed' });
    }
    expect(await state.account()).toBeNull();
  });

  it('writes only over the version that is named', async () => {
    const state = await open();
    const other = await open(true);
    expect(await state.putTill(aTill('t'), null)).toEqual({ kind: 'written' });
    expect(await other.putTill(aTill('t', { name: 'second' }), null)).toEqual({
      kind: 'changed-meanwhile',
    });
    const third = aTill('t', { name: 'third', version: 2 });
    expect(await other.putTill(third, 1)).toEqual({ kind: 'written' });
    expect(await state.putTill(aTill('t', { name: 'fourth', version: 2 }), 1)).toEqual({
      kind: 'changed-meanwhile',
    });
    expect(await state.putTill(aTill('u'), 1)).toEqual({ kind: 'changed-meanwhile' });
    expect(await state.till('t')).toEqual(third);
  });

  it('of many that change one record at the same moment one wins', async () => {
    const [state, other] = [await open(), await open(true)];
    await state.putTill(aTill('t'), null);
    const written = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? state : other).putTill(
          aTill('t', { name: String(index), version: 2 }),
          1,
        ),
      ),
    );
    expect(written.filter(({ kind }) => kind === 'written')).toHaveLength(1);
  });

  it('admits a call by a record that is still the stored one, once by one sign', async () => {
    const state = await open();
    await state.putTill(aTill('t'), null);
    const request = anAdmission('t');
    expect(await state.admit({ ...request, recordVersion: 2 })).toEqual({ kind: 'record-changed' });
    expect((await state.admit(request)).kind).toBe('go');
    expect(await state.admit(request)).toEqual({ kind: 'replayed' });
    expect(await (await open(true)).till('t')).not.toBeNull();
    await state.putTill(aTill('t', { version: 2 }), 1);
    expect(await state.admit(anAdmission('t'))).toEqual({ kind: 'record-changed' });
    expect((await state.admit(anAdmission('t', { recordVersion: 2 }))).kind).toBe('go');
  });

  it('notes a sign of somebody who is no till, once', async () => {
    const state = await open();
    expect(await state.noteSign('AB')).toEqual({ kind: 'new' });
    expect(await state.noteSign('AB')).toEqual({ kind: 'seen' });
    expect(await state.noteSign('CD')).toEqual({ kind: 'new' });
  });

  it('tells everybody of a ban until it ends', async () => {
    const state = await open();
    await state.putTill(aTill('t'), null);
    expect(await state.banned(30, 'app')).toBeUndefined();
    const admission = await state.admit(anAdmission('t', { urgency: 'counter' }));
    expect(admission.kind).toBe('banned');
    const { left } = admission as { left: number };
    expect(left).toBeGreaterThan(25_000);
    expect(left).toBeLessThanOrEqual(30_000);
    expect((await state.admit(anAdmission('t', { urgency: 'report' }))).kind).toBe('go');
  });

  it('a ban and the pace that it has taught are those of one app of the chain’s: another one has a quota of its own', async () => {
    const state = await open();
    await state.putTill(aTill('t'), null);
    const call = (app: string) => state.admit(anAdmission('t', { app, urgency: 'backlog' }));
    expect((await call('app')).kind).toBe('go');
    await state.banned(30, 'app');
    expect((await call('app')).kind).toBe('banned');
    for (let count = 0; count < 10; count += 1) {
      expect(await call('another')).toMatchObject({ kind: 'go', hold: 0, next: 0 });
    }
    // Whoever goes back to the one before, or has not heard of the other yet, is banned as ever.
    expect((await call('app')).kind).toBe('banned');
    expect((await call('another')).kind).toBe('go');
  });

  it('keeps the last report of each till, as it was, with the moment at which it came', async () => {
    const state = await open();
    const before = Date.now() - 2_000;
    await state.putReport('t', '{"a":"first"}');
    await state.putReport('t', '{"a":"第二 \\u0000 second"}');
    await state.putReport('u', 'x y z');
    const reports = await state.reports();
    if ('kind' in reports) throw new Error('away');
    const texts = [...reports].sort((one, other) => (one.appKey < other.appKey ? -1 : 1));
    expect(texts.map(({ appKey, report }) => [appKey, report])).toEqual([
      ['t', '{"a":"第二 \\u0000 second"}'],
      ['u', 'x y z'],
    ]);
    for (const { receivedAt } of texts) {
      expect(receivedAt).toBeGreaterThan(before);
      expect(receivedAt).toBeLessThan(Date.now() + 2_000);
    }
  });
}
