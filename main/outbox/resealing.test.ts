import { describe, expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { VirtualClock } from '../../testing/doubles/virtualClock.ts';
import { numberedSave, openStore, watermarkPath } from '../../testing/tills/journalHarness.ts';
import { JournalAdapter } from '../journal/journalAdapter.ts';
import { LowdbOutboxStore } from './lowdbOutboxStore.ts';

const [OLD, NEW] = ['old', 'new'].map((text) => Buffer.from(text).toString('base64'));
const save: Save = { ...numberedSave(1), sealedBody: OLD ?? null };

/** A store with one save, and a new key for everything that is stored from now on. */
async function renewedStore() {
  const disk = new PowerDisk();
  let isRenewed = false;
  const resealed = (one: Save): Save =>
    isRenewed && one.sealedBody === OLD ? { ...one, sealedBody: NEW ?? null } : one;
  const adapter = new JournalAdapter({
    disk,
    clock: new VirtualClock(),
    folder: '/data/till',
    watermarkPath,
    now: () => 0,
  });
  const store = new LowdbOutboxStore(adapter, resealed);
  await store.load();
  await store.append(save);
  isRenewed = true;
  /** The disk refuses so many writes from now on. */
  const refuse = (times: number) => {
    let left = times;
    disk.fault = (call) => {
      if (call !== 'write' || left === 0) return null;
      left -= 1;
      return 'EIO';
    };
  };
  /** What the next start finds. */
  const found = async () => {
    await store.close();
    return (await openStore(PowerDisk.of(disk.contents()))).saves[0]?.sealedBody;
  };
  return { store, refuse, found };
}

describe('sealing anew', () => {
  test('seals what is being changed just now and the disk refuses: its old seal is what lies there', async () => {
    const { store, refuse, found } = await renewedStore();
    refuse(1);
    const changed = store.settle({ ...save, attempts: 1 });
    const left = store.reseal();
    expect(await changed).toMatchObject({ ok: false });
    // It waits for what was under way, and then seals what is really there.
    expect(await left).toBe(0);
    expect(await store.compact()).toBe(true);
    expect(await found()).toBe(NEW);
  });

  test('is not deceived by two changes of one save that the disk has both refused', async () => {
    const { store, refuse, found } = await renewedStore();
    refuse(2);
    const first = store.settle({ ...save, attempts: 1 });
    const second = store.settle({ ...save, attempts: 2 });
    expect([await first, await second]).toMatchObject([{ ok: false }, { ok: false }]);
    refuse(0);
    expect(await store.reseal()).toBe(0);
    expect(await store.compact()).toBe(true);
    expect(await found()).toBe(NEW);
  });

  test('counts as left what was to be erased and the disk has not erased', async () => {
    const { store, refuse } = await renewedStore();
    refuse(1);
    const erased = store.erase([save.requestId]);
    expect(await store.reseal()).toBe(1);
    expect(await erased).toMatchObject({ ok: false });
    refuse(0);
    expect(await store.reseal()).toBe(0);
  });

  test('counts as left what the disk refuses to take with its new seal', async () => {
    const { store, refuse, found } = await renewedStore();
    refuse(Number.POSITIVE_INFINITY);
    expect(await store.reseal()).toBe(1);
    refuse(0);
    expect(await store.reseal()).toBe(0);
    expect(await found()).toBe(NEW);
  });
});
