import { describe, expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import type { Home } from '../../app/outbox/home.ts';
import type { Save } from '../../app/outbox/save.ts';
import { MemoryStore } from '../../testing/doubles/memoryStore.ts';
import { AppBinding } from './appBinding.ts';
import { HandingOver } from './handingOver.ts';
import { SaveWriter } from './saveWriter.ts';

const HERE: Home = { brandId: '1', app: 'https://gw.example k', formerly: [] };
const ELSEWHERE = 'https://other.example k';

/** A till with these saves, under these settings. */
async function bound(home: Home | null, ...known: Save[]) {
  const store = new MemoryStore();
  const writer = new SaveWriter({ store, now: () => 9 }, { saves: new Map(), warnings: [] });
  for (const save of known) await writer.append(save);
  store.writes = 0;
  const binding = new AppBinding({
    writer,
    now: () => 9,
    home: () => home,
    rememberedSince: () => -1e12,
    numbers: { lastSequence: known.length, hasNotLeft: () => false },
    handingOver: new HandingOver(writer),
  });
  return { store, writer, binding, saves: writer.saves };
}

describe('a save of another app', () => {
  test('that has left when its turn comes to be held waits for its answer first', async () => {
    const save = aSave({ app: ELSEWHERE });
    const { saves, binding, writer } = await bound(HERE, save);
    const before = writer.inTurn(save.requestId, async () =>
      writer.know({ ...save, state: 'sending' }),
    );
    writer.know(save);
    const aligning = binding.align();
    writer.know({ ...save, state: 'sending' });
    await before;
    expect(await aligning).toBe(true);
    expect(saves.findBySequence(1)?.state).toBe('sending');
  });

  test('and none of the others is looked for where all that waits fits the settings', async () => {
    const { saves, binding, store } = await bound(HERE, aSave({ app: HERE.app }));
    let looked = 0;
    const values = saves.queue.values.bind(saves.queue);
    saves.queue.values = () => {
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
    const { store, saves, binding } = await bound(HERE, save);
    store.refusal = { ok: false, failure: 'store.disk-full', detail: 'ENOSPC' };
    expect(await binding.adopt(HERE, nobody)).toBe(false);
    expect(saves.findBySequence(1)?.app).toBe(HERE.app);
  });

  test('is not written at every start where nothing more can be known', async () => {
    const { store, binding } = await bound(null, aSave({ brandId: null, app: null }));
    expect(await binding.adopt(null, nobody)).toBe(true);
    expect(store.writes).toBe(0);
  });
});
