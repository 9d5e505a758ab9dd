import { describe, expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { Vault } from '../vault/vault.ts';
import { Outbox } from './outbox.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const NOW = 1_000 * DAY;
const vault = new Vault(Buffer.alloc(32, 7));

const made = (sequence: number, ago: number, parts: Partial<Save> = {}) =>
  aSave({ sequence, createdAt: NOW - ago, ...parts });

/** Since how long ago (ms) each of these saves is in doubt where the store was found so; null: it is not. */
async function doubtsIn(saves: Save[], codes: StoreNotice['code'][], store = new MemoryStore()) {
  for (const save of saves) store.onDisk.set(save.requestId, save);
  const { load } = store;
  store.load = async () => {
    const notices = codes.map((code) => ({ code, detail: '' }));
    return { ...(await load.call(store)), notices };
  };
  const outbox = await Outbox.open({ store, vault, now: () => NOW, retention: 1e12 });
  const ago = (save: Save | undefined) =>
    save?.firstUnknownAt == null ? null : NOW - save.firstUnknownAt;
  return {
    here: saves.map(({ sequence }) => ago(outbox.book.findBySequence(sequence))),
    onDisk: saves.map(({ requestId }) => ago(store.onDisk.get(requestId))),
  };
}

describe('what is open in a store that has lost something may have been sent', () => {
  const waiting = [made(1, 9 * DAY), made(2, HOUR)];

  test('where its end is missing, or a copy was put back: since the last change that is there', async () => {
    const { here, onDisk } = await doubtsIn(waiting, ['store.went-backwards']);
    expect(here).toEqual([HOUR, HOUR]);
    expect(onDisk).toEqual(here);
  });

  test('where lines between others are lost: since it was made', async () => {
    for (const more of [[], ['store.went-backwards' as const]]) {
      const { here, onDisk } = await doubtsIn(waiting, ['store.lines-lost', ...more]);
      expect(here).toEqual([9 * DAY, HOUR]);
      expect(onDisk).toEqual(here);
    }
  });

  test('where nothing is lost: not', async () => {
    const { here } = await doubtsIn(waiting, ['store.torn-tail', 'store.set-aside']);
    expect(here).toEqual([null, null]);
  });

  test('also what is held, and never later than was known; what is over is over', async () => {
    const settledAt = NOW - 30 * 60_000;
    const saves = [
      made(1, 2 * DAY, { state: 'held', heldReason: 'rejected', settledAt }),
      made(2, 2 * DAY, { firstUnknownAt: NOW - DAY }),
      made(3, 2 * DAY, { state: 'accepted', settledAt }),
      made(4, 2 * DAY, { state: 'discarded', settledAt }),
      made(5, 2 * DAY, { state: 'sending', sentAt: NOW - 3 * HOUR }),
    ];
    const found = await doubtsIn(saves, ['store.went-backwards']);
    expect(found.here).toEqual([30 * 60_000, DAY, null, null, 3 * HOUR]);
  });

  test('for too long where something is dated ahead: one of the clocks was wrong', async () => {
    const ahead = [made(1, HOUR), made(2, -HOUR)];
    const behind = await doubtsIn(ahead, ['store.went-backwards']);
    expect(behind.here).toEqual([DAY + 1, DAY + 1]);
    const gapped = await doubtsIn(ahead, ['store.lines-lost']);
    expect(gapped.here).toEqual([HOUR, DAY + 1]);
  });

  test('also where the disk does not take that', async () => {
    const store = new MemoryStore();
    store.refusal = { ok: false, failure: 'store.read-only', detail: 'EROFS' };
    const { here, onDisk } = await doubtsIn(waiting, ['store.lines-lost'], store);
    expect(here).toEqual([9 * DAY, HOUR]);
    expect(onDisk).toEqual([null, null]);
  });
});
