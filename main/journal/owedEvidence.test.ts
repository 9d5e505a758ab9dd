import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { numberedSave, openStore, storePath } from '../../testing/tills/journalHarness.ts';

const JOURNAL = storePath('outbox-000001.journal');
const KEPT = `${JOURNAL}.unreadable-2026-11-24T00-00-00-000Z`;

/** A till that finds its third line damaged on a full disk, and what stands there. */
async function damagedOnFullDisk() {
  const first = new PowerDisk();
  const made = await openStore(first);
  for (const sequence of [1, 2, 3, 4, 5]) await made.store.put(numberedSave(sequence));
  await made.store.close();
  const files = first.contents();
  const bytes = files.get(JOURNAL) ?? Buffer.alloc(0);
  const at = bytes.indexOf(numberedSave(3).requestId);
  bytes.write('X', at + 3);
  const disk = PowerDisk.of(files);
  disk.capacity = disk.used;
  const found = await openStore(disk);
  expect(found.warnings).toEqual([
    { code: 'store.lines-lost', detail: 'outbox-000001.journal: 1' },
  ]);
  return { disk, damage: bytes.subarray(at - 10, at + 60), ...found };
}

test('a damaged file of which a full disk took no copy is kept itself once a new one has taken over', async () => {
  const { disk, damage, store, clock } = await damagedOnFullDisk();
  expect([...disk.contents().keys()].filter((path) => path.includes('.unreadable-'))).toEqual([]);
  disk.capacity = Number.POSITIVE_INFINITY;
  await clock.pass(20 * 60_000);
  await store.tidy();
  expect(disk.contents().has(JOURNAL)).toBe(false);
  expect(disk.afterCut().contents().get(KEPT)?.includes(damage)).toBe(true);
  expect(store.problems()).toEqual([]);
});

test('one that cannot be kept then is neither wiped nor removed, told by its name, and kept when it can be', async () => {
  const { disk, damage, store, clock } = await damagedOnFullDisk();
  disk.capacity = Number.POSITIVE_INFINITY;
  disk.fault = (call, _number, path) => (call === 'rename' && path === JOURNAL ? 'EPERM' : null);
  await clock.pass(20 * 60_000);
  await store.tidy();
  expect(store.problems()).toEqual([
    { code: 'store.file-kept', detail: 'outbox-000001.journal EPERM' },
  ]);
  expect(disk.contents().get(JOURNAL)?.includes(damage)).toBe(true);
  disk.fault = () => null;
  await store.tidy();
  expect(disk.contents().get(KEPT)?.includes(damage)).toBe(true);
  expect(store.problems()).toEqual([]);
});

test('one of which there is a copy is removed as ever', async () => {
  const first = await damagedOnFullDisk();
  const disk = PowerDisk.of(first.disk.contents());
  const { store } = await openStore(disk);
  await store.tidy();
  const kept = [...disk.contents().keys()].filter((path) => path.includes('000001'));
  expect(kept).toEqual([KEPT]);
});
