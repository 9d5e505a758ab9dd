import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { numberedSave, openStore } from '../../testing/tills/journalHarness.ts';
import { keepEvidence } from './evidence.ts';

const NOW = Date.UTC(2026, 10, 24, 4, 5, 6, 7);
const bytes = Buffer.from('damaged');
const disk = () => PowerDisk.of(new Map([['/data/a', bytes]]), () => 0.9);
const COPY = '/data/a.unreadable-2026-11-24T04-05-06-007Z';

test('a damaged file is copied under a name with the time, and the copy outlives a power cut', async () => {
  const found = disk();
  await keepEvidence(found, '/data', new Set(['a', 'not there']), NOW);
  const kept = found.afterCut().contents();
  expect([...kept.keys()].sort()).toEqual(['/data/a', COPY]);
  expect(kept.get(COPY)).toEqual(bytes);
});

test('nothing to keep is nothing written', async () => {
  const found = disk();
  await keepEvidence(found, '/data', new Set(), NOW);
  expect(found.calls).toBe(0);
});

test('one copy of a damaged file is enough, however often it is found', async () => {
  const found = disk();
  await keepEvidence(found, '/data', new Set(['a']), NOW);
  await keepEvidence(found, '/data', new Set(['a']), NOW + 1);
  expect([...found.contents().keys()].sort()).toEqual(['/data/a', COPY]);
});

test('a copy that cannot be written is closed, taken away, and told', async () => {
  const found = disk();
  const calls: string[] = [];
  found.fault = (call) => {
    calls.push(call);
    return call === 'write' ? 'ENOSPC' : null;
  };
  await expect(keepEvidence(found, '/data', new Set(['a']), NOW)).rejects.toMatchObject({
    code: 'ENOSPC',
  });
  expect(calls.slice(-2)).toEqual(['close', 'remove']);
});

test('a save of a shape that is not ours is told once and kept, and not lost again at every start', async () => {
  const found = new PowerDisk();
  const { store } = await openStore(found);
  await store.put(numberedSave(1));
  await store.put({ ...numberedSave(2), state: 'unheard-of' as never });
  await store.close();
  const first = await openStore(found);
  expect(first.warnings).toEqual([{ code: 'store.lines-lost', detail: 'shape: 1' }]);
  await first.store.put(numberedSave(3));
  await first.store.close();
  const second = await openStore(found);
  expect(second.warnings).toEqual([]);
  expect(second.saves.map(({ sequence }) => sequence)).toEqual([1, 3]);
  expect([...found.contents().keys()].some((path) => path.includes('.unreadable-'))).toBe(true);
});
