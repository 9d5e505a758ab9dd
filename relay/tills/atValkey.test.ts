import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comesUp } from '../start/openParts.ts';
import { keysOf, newMasterKey } from '../testing/deskInMemory.ts';
import { ValkeyProcess, whyNoValkey } from '../testing/valkeyProcess.ts';
import { ValkeyState } from '../valkey/valkeyState.ts';
import { directAdministration } from './directAdministration.ts';
import { makeKeyPair, makeSecret } from './tillKey.ts';

const title = `administrators of one chain at a real Valkey${whyNoValkey === null ? '' : ` (skipped: ${whyNoValkey})`}`;

describe.skipIf(whyNoValkey !== null)(title, () => {
  let server: ValkeyProcess;
  let end: () => Promise<void> = async () => undefined;
  const states: ValkeyState[] = [];
  const [before, next] = [newMasterKey(), newMasterKey()];

  beforeAll(async () => {
    server = await ValkeyProcess.start();
    let ended: Promise<void> | undefined;
    end = () => {
      ended ??= server.end();
      return ended;
    };
  });
  afterAll(async () => {
    for (const state of states) await state.close();
    await end();
  });

  /** Somebody at a terminal of his own. */
  async function administrator(...masterKeys: string[]) {
    const { port } = server;
    const url = `redis://127.0.0.1:${port}`;
    const state = new ValkeyState({ url, prefix: 'chain', callsPerMinute: null });
    states.push(state);
    expect(await comesUp(state)).toBe(true);
    return directAdministration({ state, keys: keysOf(...masterKeys), now: Date.now });
  }

  const order = () => ({
    ...makeKeyPair('till'),
    name: '收银台 “一”',
    brandId: '244323',
    shopIds: ['239923231'],
  });

  test('of twenty who change one till at once, each is told whether it was his change', async () => {
    const desks = [await administrator(before), await administrator(before)];
    const till = order();
    const { appKey } = till;
    expect((await desks[0]?.add(till))?.ok).toBe(true);
    const changes = Array.from({ length: 20 }, (_, number) =>
      desks[number % 2]?.shops({ appKey, shopIds: [`shop-${number}`], version: 1 }),
    );
    const done = await Promise.all(changes);
    const [mine, ...others] = done.filter((one) => one?.ok);
    expect(others).toEqual([]);
    const listed = await desks[1]?.list();
    expect(mine?.ok && listed?.ok && listed.value).toEqual([mine?.ok && mine.value]);
    for (const one of done) if (!one?.ok) expect(one?.code).toBe('changed-meanwhile');
  });

  test('of twenty who rotate one till at once, one secret is new and the till’s own stays valid', async () => {
    const desk = await administrator(before);
    const till = order();
    const { appKey } = till;
    await desk.add(till);
    const until = Date.now() + 86_400_000;
    const rotations = Array.from({ length: 20 }, () =>
      desk.rotate({ appKey, appSecret: makeSecret(), until, drop: null }),
    );
    const done = (await Promise.all(rotations)).filter(({ ok }) => ok);
    expect(done).toHaveLength(1);
    expect(done[0]).toMatchObject({ value: { version: 2, secrets: [{ until: null }, { until }] } });
  });

  test('moving to another master key beside all that goes on leaves no secret behind, and undoes nothing', async () => {
    const desk = await administrator(before);
    await desk.account({ appKey: '1', appSecret: 's', session: null, keepsFormer: true });
    await desk.addAdministrator({ ...makeKeyPair('admin'), name: 'Lin' });
    const tills = Array.from({ length: 30 }, order);
    for (const till of tills) await desk.add(till);
    const mover = await administrator(next, before);
    const [moved, ...revoked] = await Promise.all([
      mover.rewrap(),
      ...tills.map(({ appKey }) => desk.revoke({ appKey })),
    ]);
    expect(moved.ok).toBe(true);
    expect(revoked.every(({ ok }) => ok)).toBe(true);
    await mover.rewrap();
    const after = await administrator(next);
    const listed = await after.list();
    if (!listed.ok) throw new Error(listed.says);
    for (const { appKey } of tills)
      expect(listed.value.find((one) => one.appKey === appKey)?.revokedAt).not.toBeNull();
    const ids = listed.value.flatMap(({ secrets }) => secrets.map((one) => one.masterKeyId));
    expect(new Set(ids).size).toBe(1);
    const account = { appKey: '1', appSecret: 't', session: null, keepsFormer: true };
    expect(await after.account(account)).toMatchObject({ ok: true, value: { secrets: 2 } });
  });

  test('where it is gone, an order says so in time, and nothing is half done', async () => {
    const desk = await administrator(before);
    expect((await desk.list()).ok).toBe(true);
    await end();
    expect(await desk.add(order())).toMatchObject({ ok: false, code: 'state.away' });
  });
});
