import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { SET_UP, save, settle } from '../../testing/tills/lostKey.ts';
import { aLostQueue } from '../../testing/tills/lostQueue.ts';

describe('a queue whose key opens again', () => {
  test('holds what a later save of the same person has passed, for the manager', async () => {
    const { start, store } = await aLostQueue();
    const between = await start({ offer: SET_UP });
    await save(between.till, 5, { mobile: '13800138001' });
    await settle(between.till, 5, 'accepted');
    await between.stop();
    store.isClosed = false;
    const { till } = await start();
    expect(till.outbox.saves.find('1'.repeat(32))).toMatchObject({
      state: 'held',
      heldReason: 'late-import',
    });
    expect(till.outbox.saves.find('4'.repeat(32))?.state).toBe('pending');
  });

  test.each([
    ['in doubt for a day where the chain could have recovered it, then held', true, 'held'],
    ['sent however old it is where nobody could', false, 'pending'],
  ])('is %s', async (_, isRecoverable, state) => {
    const { start, store, aside } = await aLostQueue();
    store.isClosed = false;
    const path = join(aside, 'key.json');
    const file = JSON.parse(await readFile(path, 'utf8'));
    if (isRecoverable) file.keys[0].recovery = [{ for: 'chain', wrapped: 'AAAA' }];
    await writeFile(path, JSON.stringify(file));
    const { till } = await start({ clock: new VirtualClock(Date.UTC(2026, 10, 26)) });
    expect(till.outbox.saves.find('1'.repeat(32))?.state).toBe(state);
  });

  test('is held where an old copy of the whole folder was put back: it was taken in before, and may have been sent', async () => {
    const { start, store, folder } = await aLostQueue();
    const between = await start({ offer: SET_UP });
    await save(between.till, 5);
    await between.stop();
    const backup = `${folder}-backup`;
    await cp(folder, backup, { recursive: true });
    store.isClosed = false;
    const since = await start();
    await settle(since.till, 1, 'accepted');
    await since.stop();
    await rm(folder, { recursive: true });
    await cp(backup, folder, { recursive: true });
    const { till } = await start({ clock: new VirtualClock(Date.UTC(2026, 10, 26)) });
    expect(till.outbox.warnings.map(({ code }) => code)).toContain('store.went-backwards');
    expect(till.outbox.saves.find('1'.repeat(32))).toMatchObject({
      state: 'held',
      heldReason: 'late-import',
    });
  });

  test('is in doubt since it was made where lines of its store are lost: what it waits for may have been done', async () => {
    const { start, store, aside } = await aLostQueue();
    store.isClosed = false;
    const path = join(aside, 'outbox-000001.journal');
    const bytes = await readFile(path);
    bytes.fill(0, bytes.indexOf('2'.repeat(32)), bytes.indexOf('2'.repeat(32)) + 200);
    await writeFile(path, bytes);
    const { till, codes } = await start();
    expect(codes()).toContain('store.lines-lost');
    const [waiting, held] = [1, 3].map((number) =>
      till.outbox.saves.find(String(number).repeat(32)),
    );
    expect(waiting?.firstUnknownAt).toBe(waiting?.createdAt);
    // What was held already is passed as well: its app lets it go neither.
    expect(held?.firstUnknownAt).toBeLessThan(held?.createdAt ?? 0);
    expect(held?.heldReason).toBe('rejected');
    expect(till.outbox.saves.find('2'.repeat(32))).toMatchObject({ firstUnknownAt: null });
  });
});
