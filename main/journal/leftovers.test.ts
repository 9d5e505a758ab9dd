import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { numberedSave, openStore, storePath } from '../../testing/tills/journalHarness.ts';

const TEN_MINUTES = 600_000;
const ok = { ok: true };

/** The store's own files. */
function filesOf(disk: PowerDisk): string[] {
  return [...disk.contents().keys()].filter((path) => path.includes('/outbox-')).sort();
}

/** A till that has been compacted once, with one body erased, and a disk on which these calls of old files fail. */
async function stuckStore(refused: readonly string[], isStuck = /000001\.journal$/) {
  const disk = new PowerDisk();
  const opened = await openStore(disk, 1 << 30);
  await opened.store.append(numberedSave(1));
  await opened.store.append(numberedSave(2));
  await opened.store.settle({ ...numberedSave(1), sealedBody: null });
  disk.fault = (call, _number, path) =>
    refused.includes(call) && isStuck.test(path) ? 'EPERM' : null;
  return { disk, ...opened };
}

const bytesOf = (disk: PowerDisk) =>
  Buffer.concat([...disk.contents().values()]).toString('latin1');

test('story 13: an old file that cannot be removed is wiped, and told by its name until it is gone', async () => {
  const { disk, adapter, store, clock } = await stuckStore(['remove']);
  expect(await adapter.compact()).toBe(true);
  expect(disk.contents().get(storePath('outbox-000001.journal'))).toHaveLength(0);
  expect(bytesOf(disk)).not.toContain(numberedSave(1).sealedBody);
  const stuck = { code: 'store.file-stuck', detail: 'outbox-000001.journal EPERM' };
  expect(store.problems()).toEqual([stuck]);
  await clock.pass(TEN_MINUTES);
  await adapter.tidy();
  expect(store.problems()).toEqual([stuck]);
  disk.fault = () => null;
  await adapter.tidy();
  expect(store.problems()).toEqual([]);
  expect(filesOf(disk)).toEqual([
    storePath('outbox-000002.journal'),
    storePath('outbox-000002.snapshot'),
  ]);
});

test('story 13: one that can be neither removed nor written is told to hold what was erased', async () => {
  const { disk, adapter, store } = await stuckStore(['remove', 'open']);
  expect(await adapter.compact()).toBe(true);
  expect(store.problems()).toEqual([
    { code: 'store.file-kept', detail: 'outbox-000001.journal EPERM' },
  ]);
  disk.fault = (call) => (call === 'remove' ? 'EPERM' : null);
  await adapter.tidy();
  expect(bytesOf(disk)).not.toContain(numberedSave(1).sealedBody);
  expect(store.problems()).toMatchObject([{ code: 'store.file-stuck' }]);
});

test('story 13: the first old file that cannot be removed does not keep the others', async () => {
  const { disk, adapter, store } = await stuckStore(['remove'], /000002\.journal$/);
  await adapter.compact();
  await store.append(numberedSave(3));
  await adapter.compact();
  expect(filesOf(disk)).toEqual([
    storePath('outbox-000002.journal'),
    storePath('outbox-000003.journal'),
    storePath('outbox-000003.snapshot'),
  ]);
});

test('story 13: a file that stays for ever costs no second one: two hundred saves, 144 tidyings, two generations', async () => {
  const { disk, adapter, store, clock } = await stuckStore(['remove', 'open']);
  for (let round = 1; round <= 144; round += 1) {
    await store.settle(numberedSave(1 + (round % 200), round));
    if (round % 3 === 0) await store.settle({ ...numberedSave(2, round), sealedBody: null });
    await adapter.tidy();
    await clock.pass(TEN_MINUTES);
  }
  const generations = new Set(filesOf(disk).map((path) => /\d{6}/.exec(path)?.[0]));
  expect(filesOf(disk).length).toBeLessThanOrEqual(3);
  expect(generations.size).toBeLessThanOrEqual(2);
  expect(store.problems()).toMatchObject([{ code: 'store.file-kept' }]);
});

test('story 13: while two older generations cannot be removed none is added; the journal goes on, and nothing is lost', async () => {
  const { disk, adapter, store, clock } = await stuckStore(['remove'], /outbox-/);
  expect(await adapter.compact()).toBe(true);
  expect(await adapter.compact()).toBe(true);
  expect(await adapter.compact()).toBe(false);
  const before = filesOf(disk);
  for (let sequence = 3; sequence <= 60; sequence += 1) {
    expect(await store.append(numberedSave(sequence))).toEqual(ok);
    await store.settle({ ...numberedSave(sequence), sealedBody: null });
    await clock.pass(TEN_MINUTES);
    await adapter.tidy();
  }
  expect(filesOf(disk)).toEqual(before);
  expect(store.problems()).toEqual([
    {
      code: 'store.file-stuck',
      detail:
        'outbox-000001.journal EPERM, outbox-000002.journal EPERM, outbox-000002.snapshot EPERM',
    },
  ]);
  const found = await openStore(PowerDisk.of(disk.contents()));
  expect(found.saves).toHaveLength(60);
  disk.fault = () => null;
  await adapter.tidy();
  await adapter.tidy();
  expect(filesOf(disk)).toEqual([
    storePath('outbox-000004.journal'),
    storePath('outbox-000004.snapshot'),
  ]);
});

test('what an interrupted compaction was writing is removed by the first tidying after the start', async () => {
  const disk = new PowerDisk();
  const first = await openStore(disk);
  await first.store.append(numberedSave(1));
  await first.store.close();
  await disk.open(storePath('outbox-000002.snapshot.new'), 'create');
  const { adapter } = await openStore(disk);
  await adapter.tidy();
  expect(filesOf(disk)).toEqual([storePath('outbox-000001.journal')]);
});

test('what has made them superfluous is durable before they go, also where an earlier process has left it so', async () => {
  const disk = new PowerDisk();
  const { store, adapter } = await openStore(disk, 1 << 30);
  await store.append(numberedSave(1));
  const snapshot = storePath('outbox-000002.snapshot');
  disk.fault = (call) => (call === 'flushFolder' && disk.contents().has(snapshot) ? 'EIO' : null);
  await expect(adapter.compact()).rejects.toMatchObject({ code: 'EIO' });
  await store.close();
  const again = await openStore(disk, 1 << 30);
  const calls: string[] = [];
  disk.fault = (call) => {
    calls.push(call);
    return null;
  };
  await again.adapter.tidy();
  expect(calls.indexOf('flushFolder')).toBeLessThan(calls.indexOf('remove'));
  expect(filesOf(disk)).not.toContain(storePath('outbox-000001.journal'));
  expect((await openStore(disk.afterCut())).saves).toHaveLength(1);
});

test('story 1: a journal whose maker was killed before its name was durable keeps what the next start puts there', async () => {
  for (let cut = 1; cut <= 20; cut += 1) {
    const disk = new PowerDisk();
    disk.fault = (call) => (call === 'flushFolder' || call === 'remove' ? 'EIO' : null);
    const killed = await openStore(disk);
    expect(killed.store.problems()).toMatchObject([{ code: 'store.write-failed' }]);
    disk.fault = () => null;
    const { store } = await openStore(disk);
    expect(await store.append(numberedSave(1))).toEqual(ok);
    expect((await openStore(disk.afterCut())).saves).toHaveLength(1);
  }
});

test('an old file that somebody else has removed meanwhile is told no more', async () => {
  const { disk, adapter, store } = await stuckStore(['remove', 'open']);
  await adapter.compact();
  expect(store.problems()).toMatchObject([{ code: 'store.file-kept' }]);
  disk.fault = () => null;
  await disk.remove(storePath('outbox-000001.journal'));
  disk.fault = (call) => (call === 'remove' ? 'EPERM' : null);
  await adapter.tidy();
  expect(store.problems()).toEqual([]);
});

test('one that is wiped once is not wiped again with every try', async () => {
  const { disk, adapter, clock } = await stuckStore(['remove']);
  await adapter.compact();
  let opened = 0;
  disk.fault = (call, _number, path) => {
    if (!path.endsWith('000001.journal')) return null;
    if (call === 'open') opened += 1;
    return call === 'remove' ? 'EPERM' : null;
  };
  for (let times = 0; times < 5; times += 1) {
    await clock.pass(TEN_MINUTES);
    await adapter.tidy();
  }
  expect(opened).toBe(0);
});

test('every byte of one that can be written but neither removed nor cut is overwritten, also on a full disk', async () => {
  const disk = new PowerDisk();
  const { store, adapter } = await openStore(disk, 1 << 30);
  for (let sequence = 1; sequence <= 400; sequence += 1) await store.append(numberedSave(sequence));
  const old = storePath('outbox-000001.journal');
  const length = disk.contents().get(old)?.length ?? 0;
  expect(length).toBeGreaterThan(2 * 64 * 1024);
  disk.fault = (call, _number, path) => {
    if (call === 'open' && path === old) disk.capacity = disk.used;
    return path === old && ['remove', 'truncate'].includes(call) ? 'EPERM' : null;
  };
  await adapter.compact();
  expect(disk.contents().get(old)).toEqual(Buffer.alloc(length));
  expect(disk.afterCut().contents().get(old)).toEqual(Buffer.alloc(length));
  expect(store.problems()).toMatchObject([{ code: 'store.file-kept' }]);
});

test('what was erased does not come back with a power cut, where its file could be removed as where it was wiped', async () => {
  for (const refused of [[], ['remove']]) {
    const { disk, adapter } = await stuckStore(refused);
    await adapter.compact();
    for (let cuts = 0; cuts < 10; cuts += 1) {
      expect(bytesOf(disk.afterCut())).not.toContain(numberedSave(1).sealedBody);
    }
  }
});

test('a folder that cannot be listed for a moment after a compaction is tidied later', async () => {
  const { disk, adapter, store } = await stuckStore([]);
  const snapshot = storePath('outbox-000002.snapshot');
  disk.fault = (call) => (call === 'list' && disk.contents().has(snapshot) ? 'EIO' : null);
  expect(await adapter.compact()).toBe(true);
  expect(filesOf(disk)).toContain(storePath('outbox-000001.journal'));
  disk.fault = () => null;
  await adapter.tidy();
  expect(filesOf(disk)).not.toContain(storePath('outbox-000001.journal'));
  expect(store.problems()).toEqual([]);
});

test('two older generations that can be removed again let the one that is owed be made at once', async () => {
  const { disk, adapter, store, clock } = await stuckStore(['remove'], /outbox-/);
  await adapter.compact();
  await adapter.compact();
  await store.settle({ ...numberedSave(2), sealedBody: null });
  expect(await adapter.compact()).toBe(false);
  disk.fault = () => null;
  await clock.pass(TEN_MINUTES);
  await adapter.tidy();
  expect(filesOf(disk)).toEqual([
    storePath('outbox-000004.journal'),
    storePath('outbox-000004.snapshot'),
  ]);
});
