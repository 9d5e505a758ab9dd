import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DAY, SET_UP, save, settle } from '../../testing/tills/lostKey.ts';
import { aLostQueue, slipsOf, statesOf } from '../../testing/tills/lostQueue.ts';

describe('a queue whose key opens again', () => {
  test('is taken in: same ids, bytes, states and slips, before what was saved since, told, with a line', async () => {
    const { start, store, bodies, folder } = await aLostQueue();
    const between = await start({ offer: SET_UP });
    await save(between.till, 5);
    await between.stop();
    store.isClosed = false;
    const { till, codes, lines, stop } = await start();
    expect(statesOf(till)).toEqual({
      1: 'pending',
      2: 'accepted',
      3: 'held',
      4: 'pending',
      5: 'pending',
    });
    expect(slipsOf(till)).toMatchObject({ 1: 'S-0001', 4: 'S-0004', 5: 'S-0005' });
    for (const number of [1, 3, 4]) {
      const found = till.outbox.saves.find(String(number).repeat(32));
      if (found === undefined) throw new Error('not there');
      expect(till.outbox.contents.openBody(found)).toBe(bodies.get(found.requestId));
      expect(till.outbox.contents.isSameBody(found, bodies.get(found.requestId) ?? '')).toBe(true);
    }
    const held = till.outbox.saves.find('3'.repeat(32));
    expect(held && till.outbox.contents.openWords(held)).toEqual({ text: 'said', traceId: 't' });
    expect(till.outbox.contents.findMember('brand', { mobile: '13800138001' })?.requestId).toBe(
      '1'.repeat(32),
    );
    expect(codes()).toEqual(['queue.taken-in']);
    expect((await lines()).filter(({ action }) => action === 'queue.taken-in')).toHaveLength(1);
    await stop();
    const taken = (await readdir(folder)).find((name) => name.endsWith('.taken')) ?? '';
    const left = await readdir(join(folder, taken));
    expect(left.filter((name) => !/^(?:audit|key\.json)/.test(name))).toEqual([]);
  });

  test('is not taken in twice, also where what it held was accepted and forgotten meanwhile', async () => {
    const { start, store } = await aLostQueue();
    store.isClosed = false;
    const second = await start();
    await settle(second.till, 1, 'accepted');
    second.clock.jump(8 * DAY);
    await second.till.outbox.housekeep(null);
    expect(statesOf(second.till)).toEqual({ 3: 'held', 4: 'pending' });
    await second.stop();
    const third = await start();
    expect(statesOf(third.till)).toEqual({ 3: 'held', 4: 'pending' });
    expect((await third.lines()).filter(({ action }) => action === 'queue.taken-in')).toHaveLength(
      1,
    );
  });

  test('waits as long as it does not open, and every start says how many saves', async () => {
    const { start } = await aLostQueue();
    for (let starts = 0; starts < 3; starts += 1) {
      const { till, stop } = await start();
      expect(till.warnings).toContainEqual({
        code: 'store.key-unreadable',
        detail: '3 · 2026-11-24',
      });
      expect([...till.outbox.saves.values()]).toEqual([]);
      await stop();
    }
  });

  test('gets new slips, in their place of time, where the watermark was lost too', async () => {
    const { start, store, folder } = await aLostQueue();
    await rm(`${folder}.mark`);
    const between = await start({ offer: SET_UP });
    between.clock.jump(2 * 60 * 60_000);
    await save(between.till, 5);
    await between.stop();
    store.isClosed = false;
    const { till } = await start();
    expect(slipsOf(till)).toEqual({
      5: 'S-0001',
      1: 'S-0002',
      2: 'S-0003',
      3: 'S-0004',
      4: 'S-0005',
    });
    expect(till.outbox.saves.unfinished().map(({ requestId }) => requestId[0])).toEqual([
      '1',
      '3',
      '4',
      '5',
    ]);
  });
});
