import { describe, expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { change, HERE, HOUR, id, OTHER, waiting } from '../../testing/tills/boundTill.ts';
import { earlierSave } from '../../testing/tills/earlierSave.ts';
import { accepted, ReplayTill } from '../../testing/tills/replayTill.ts';
import { Vault } from '../vault/vault.ts';
import { packQueue } from './packQueue.ts';
import { upgraded } from './sealedWords.ts';
import { takeOverQueue } from './takeOverQueue.ts';

/** Of every `ReplayTill`. */
const vault = new Vault(Buffer.alloc(32, 1));

describe('a save from before its app was recorded', () => {
  async function older(asRead = (save: Save) => save): Promise<MemoryStore> {
    const store = new MemoryStore();
    await (await waiting(1, new ReplayTill(store))).replayer.stop(0);
    const save = store.onDisk.get(id(1));
    if (save !== undefined)
      store.onDisk.set(id(1), asRead(earlierSave(vault, save, { app: null, brandId: null })));
    return store;
  }

  test('was made for the settings that are there at the start, and the brand of its bytes', async () => {
    const store = await older();
    const till = new ReplayTill(store);
    till.brandId = '2';
    await till.start();
    expect(store.onDisk.get(id(1))).toMatchObject({ brandId: '1', app: HERE });
    expect(till.outbox.isBound).toBe(true);
    await till.clock.pass(HOUR);
    expect(till.sent).toEqual([]);
    await change(till, { brandId: '1' });
    expect(till.state(1)).toMatchObject({ state: 'accepted' });
  });

  test('and was bound to what it says at this start goes under them all the same', async () => {
    const till = await new ReplayTill(await older((save) => upgraded(vault, save))).start();
    await till.clock.pass(HOUR);
    expect(till.state(1)).toMatchObject({ state: 'accepted', brandId: '1', app: HERE });
  });

  test('and has no readable bytes was made for the brand that is there at the start', async () => {
    const store = await older();
    const save = store.onDisk.get(id(1));
    if (save !== undefined) store.onDisk.set(id(1), { ...save, sealedBody: 'unreadable' });
    const till = new ReplayTill(store);
    till.brandId = '2';
    await till.start();
    expect(store.onDisk.get(id(1))).toMatchObject({ brandId: '2', app: HERE });
  });

  test('is adopted by no app where it is accepted, or was held for that it names none', async () => {
    for (const [parts, brandId] of [
      [{ state: 'accepted', settledAt: Date.UTC(2026, 10, 24) }, null],
      [{ state: 'held', heldReason: 'other-app' }, '1'],
    ] as const) {
      const store = await older();
      const save = store.onDisk.get(id(1));
      if (save !== undefined) store.onDisk.set(id(1), { ...save, ...parts });
      await new ReplayTill(store).start();
      expect(store.onDisk.get(id(1))).toMatchObject({ ...parts, brandId, app: null });
    }
  });

  test('whose app cannot be stored says so, so that the settings stay', async () => {
    const store = await older();
    store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    const till = await new ReplayTill(store).start();
    expect(till.outbox.isBound).toBe(false);
  });

  test('is held where nothing says for which app it was made, until the manager decides', async () => {
    const store = await older();
    const till = new ReplayTill(store);
    till.account = null;
    await till.start();
    await change(till, { account: OTHER });
    expect(till.sent).toEqual([]);
    await till.replayer.stop(0);
    const again = new ReplayTill(store);
    again.account = OTHER;
    await again.start();
    await again.clock.pass(HOUR);
    expect(again.sent).toEqual([]);
    const [group] = again.outbox.apps.otherApps();
    expect(group).toEqual({ brandId: '1', app: null, host: '', count: 1, mayGoOn: true });
    again.answer = () => accepted('7');
    expect(await again.outbox.apps.goOn({ brandId: '1', app: null })).toEqual({
      bound: 1,
      going: 1,
    });
    again.replayer.wake('answer');
    await again.clock.pass(HOUR);
    expect(again.state(1)).toMatchObject({ state: 'accepted' });
  });

  test('that another till has made belongs to no app of this one', async () => {
    const [from, to] = [await older(), new MemoryStore()];
    const there = new ReplayTill(from);
    there.account = null;
    await there.start();
    const here = await new ReplayTill(to).start();
    await takeOverQueue(here.outbox, packQueue(there.outbox).queue);
    await here.replayer.stop(0);
    const again = await new ReplayTill(to).start();
    await again.clock.pass(HOUR);
    expect(again.sent).toEqual([]);
    expect(again.state(1)).toMatchObject({ state: 'held', heldReason: 'other-app', app: null });
  });
});
