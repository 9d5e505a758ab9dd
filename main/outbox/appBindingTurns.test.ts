import { describe, expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import type { Home } from '../../app/outbox/home.ts';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { AppBinding } from './appBinding.ts';
import { StoredBook } from './storedBook.ts';
import { Turns } from './turns.ts';

const HERE: Home = { brandId: '1', app: 'https://gw.example k', formerly: [] };
const ELSEWHERE = 'https://other.example k';

/** A till with these saves, under these settings. */
async function bound(home: Home | null, ...saves: Save[]) {
  const store = new MemoryStore();
  const stored = new StoredBook({ store, now: () => 9 }, []);
  for (const save of saves) await stored.append(save);
  store.writes = 0;
  const turns = new Turns();
  const binding = new AppBinding({ stored, turns, now: () => 9, home: () => home });
  return { store, turns, binding, book: stored.book };
}

describe('a save of another app', () => {
  test('that has left when its turn comes to be held waits for its answer first', async () => {
    const save = aSave({ app: ELSEWHERE });
    const { book, binding, turns } = await bound(HERE, save);
    const before = turns.run(save.requestId, async () => book.keep({ ...save, state: 'sending' }));
    book.keep(save);
    const aligning = binding.align();
    book.keep({ ...save, state: 'sending' });
    await before;
    expect(await aligning).toBe(true);
    expect(book.findBySequence(1)?.state).toBe('sending');
  });

  test('and none of the others is looked for where all that waits fits the settings', async () => {
    const { book, binding, store } = await bound(HERE, aSave({ app: HERE.app }));
    let looked = 0;
    const values = book.queue.values.bind(book.queue);
    book.queue.values = () => {
      looked += 1;
      return values();
    };
    expect(await binding.align()).toBe(true);
    expect([looked, store.writes]).toEqual([0, 0]);
  });
});

describe('a save of which it was not recorded for which app it was made', () => {
  const nobody = () => null;

  test('keeps the brand that was recorded, and belongs to the app that is there', async () => {
    const save = aSave({ brandId: '2', app: null });
    const { store, binding } = await bound(HERE, save);
    expect(await binding.adopt(HERE, nobody)).toBe(true);
    expect(store.onDisk.get(save.requestId)).toMatchObject({ brandId: '2', app: HERE.app });
  });

  test('is known to belong to it also where the disk refuses to note that', async () => {
    const save = aSave({ app: null });
    const { store, book, binding } = await bound(HERE, save);
    store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    expect(await binding.adopt(HERE, nobody)).toBe(false);
    expect(book.findBySequence(1)?.app).toBe(HERE.app);
  });

  test('is not written at every start where nothing more can be known', async () => {
    const { store, binding } = await bound(null, aSave({ brandId: null, app: null }));
    expect(await binding.adopt(null, nobody)).toBe(true);
    expect(store.writes).toBe(0);
  });
});
