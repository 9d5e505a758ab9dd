import { basename, dirname } from 'node:path';
import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import {
  numberedSave,
  openStore,
  putFiles,
  storePath,
} from '../../testing/tills/journalHarness.ts';
import { patientDisk } from '../disk/patientDisk.ts';
import { scrubFiles } from './scrub.ts';

const ONE = numberedSave(2);
const TRACES = {
  ofSaves: [` ${ONE.requestId}`, ONE.sealedBody ?? ''],
  ofPerson: [...ONE.identityKeys],
};
const evidence = storePath('outbox-000001.journal.unreadable-2026-11-24T00-00-00-000Z');

/** Three saves, and a copy of their journal that was kept because something in it could not be read. */
async function withEvidence() {
  const disk = new PowerDisk();
  const opened = await openStore(disk);
  for (let sequence = 1; sequence <= 3; sequence += 1)
    await opened.store.put(numberedSave(sequence));
  const journal = disk.contents().get(storePath('outbox-000001.journal')) ?? Buffer.alloc(0);
  await putFiles(disk, new Map([[evidence, journal]]));
  await opened.store.erase([ONE.requestId]);
  return { disk, ...opened };
}

const shown = (disk: PowerDisk) =>
  [...disk.contents()]
    .filter(([, bytes]) =>
      [...TRACES.ofSaves, ...TRACES.ofPerson].some((text) => bytes.includes(text)),
    )
    .map(([path]) => path);

test('nothing of an erased save is left in any file of the store, nor in a copy that was kept as evidence, where what others have stays', async () => {
  const { disk, store } = await withEvidence();
  expect(shown(disk).sort()).toEqual([storePath('outbox-000001.journal'), evidence]);
  expect(await store.scrub(TRACES)).toEqual([]);
  expect(shown(disk)).toEqual([]);
  const copy = disk.contents().get(evidence) ?? Buffer.alloc(0);
  for (const other of [numberedSave(1), numberedSave(3)]) {
    expect(copy.includes(` ${other.requestId}`)).toBe(true);
    expect(copy.includes(other.sealedBody ?? '?')).toBe(true);
  }
});

test('what somebody has of them is still read at the next start', async () => {
  const { disk, store } = await withEvidence();
  await store.scrub(TRACES);
  await store.close();
  const { saves, warnings } = await openStore(disk);
  expect(saves.map(({ sequence }) => sequence)).toEqual([1, 3]);
  expect(warnings).toEqual([]);
});

test('a file that can be neither removed nor overwritten is named, and is clean once the disk lets it', async () => {
  const { disk, store } = await withEvidence();
  const journal = 'outbox-000001.journal';
  disk.fault = (call, _, path) =>
    ['open', 'remove'].includes(call) && /000001\.journal/.test(path) ? 'EACCES' : null;
  expect(await store.scrub(TRACES)).toEqual([journal, evidence.split('/').at(-1)]);
  expect(store.problems().map(({ code }) => code)).toContain('store.file-kept');
  disk.fault = () => null;
  expect(await store.scrub(TRACES)).toEqual([]);
  expect(shown(disk)).toEqual([]);
});

test('a disk that takes no new generation leaves the files in use as they are, and they are named', async () => {
  const { disk, store } = await withEvidence();
  disk.fault = (call, _, path) => (call === 'open' && path.includes('000002') ? 'ENOSPC' : null);
  expect(await store.scrub(TRACES)).toEqual(['outbox-000001.journal']);
  disk.fault = () => null;
  expect(await store.scrub(TRACES)).toEqual([]);
});

test('a save of the same person that comes later has the same hash, and stays', async () => {
  const { disk, store } = await withEvidence();
  const again = { ...numberedSave(4), identityKeys: ONE.identityKeys };
  await store.put(again);
  expect(await store.scrub(TRACES)).toEqual([]);
  await store.close();
  expect((await openStore(disk)).saves.map(({ sequence }) => sequence)).toEqual([1, 3, 4]);
});

test('of a file that is longer than any store no more is read, nothing is written there, and it is named', async () => {
  const { disk } = await withEvidence();
  const before = disk.contents().get(evidence);
  const most = (before?.length ?? 0) - 1;
  const reads: number[] = [];
  const watched = {
    ...patientDisk(disk, () => Promise.resolve()),
    read: async (path: string, limit?: number) => {
      const bytes = await disk.read(path, limit);
      reads.push(bytes?.length ?? 0);
      return bytes;
    },
  };
  const left = await scrubFiles(
    { disk: watched, folder: dirname(evidence), base: 9, most },
    TRACES,
  );
  expect(left).toContain(basename(evidence));
  expect(disk.contents().get(evidence)).toEqual(before);
  expect(Math.max(...reads)).toBeLessThanOrEqual(most);
});

test('a trace without a sign is none: it is not looked for without end, and takes nobody along', async () => {
  const { disk, store } = await withEvidence();
  expect(await store.scrub({ ofSaves: ['', ...TRACES.ofSaves], ofPerson: [''] })).toEqual([]);
  const copy = disk.contents().get(evidence) ?? Buffer.alloc(0);
  for (const other of [numberedSave(1), numberedSave(3)])
    expect(copy.includes(` ${other.requestId}`)).toBe(true);
});
