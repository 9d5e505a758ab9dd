import { describe, expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import {
  filesOfQueue,
  filesOn,
  numberedSave,
  openStore,
  storePath,
} from '../../testing/tills/journalHarness.ts';

const TIME = '.unreadable-2026-11-24T00-00-00-000Z';
const PRESENT = storePath('outbox-000001.journal');

/** The present queue, which began with a low number, and files of an earlier one that came back beside it. */
async function besideEarlier(present: readonly number[], earlier = [1, 2]) {
  const before = await filesOfQueue(present, 0);
  const disk = PowerDisk.of(new Map([...before, ...(await filesOfQueue(earlier, 2))]));
  return { disk, bytes: before.get(PRESENT) };
}

describe('files in front of the snapshot that was read', () => {
  test('in which another queue lies are set aside and told, never removed', async () => {
    const { disk, bytes } = await besideEarlier([3, 4]);
    const { store, warnings } = await openStore(disk);
    const detail = `outbox-000001.journal${TIME}`;
    expect(warnings).toEqual([{ code: 'store.set-aside', detail }]);
    await store.tidy();
    await store.close();
    expect(disk.contents().has(PRESENT)).toBe(false);
    const after = disk.afterCut();
    expect(after.contents().get(PRESENT + TIME)).toEqual(bytes);
    expect((await openStore(after)).warnings).toEqual([]);
  });

  test('are so too where slip numbers began anew, and somebody else has theirs', async () => {
    const present = new PowerDisk();
    const made = await openStore(present);
    await made.store.put({ ...numberedSave(2), requestId: 'f'.repeat(32) });
    await made.store.close();
    const files = new Map([...filesOn(present), ...(await filesOfQueue([1, 2], 2))]);
    const { warnings } = await openStore(PowerDisk.of(files));
    const detail = `outbox-000001.journal${TIME}`;
    expect(warnings).toEqual([{ code: 'store.set-aside', detail }]);
  });

  test('are looked through behind those of the queue that came back', async () => {
    const { disk, bytes } = await besideEarlier([3, 4]);
    const between = await filesOfQueue([1], 1);
    const files = new Map([...between, ...disk.contents()]);
    const opened = await openStore(PowerDisk.of(files));
    const detail = `outbox-000001.journal${TIME}`;
    expect(opened.warnings).toEqual([{ code: 'store.set-aside', detail }]);
    expect(bytes).toEqual(files.get(PRESENT));
  });

  test('stay where they cannot be set aside, are told by their names, and go aside when they can', async () => {
    const { disk, bytes } = await besideEarlier([3, 4]);
    disk.fault = (call, _number, path) => (call === 'rename' && path === PRESENT ? 'EPERM' : null);
    const { store, warnings } = await openStore(disk);
    expect(warnings).toEqual([{ code: 'store.set-aside', detail: 'outbox-000001.journal' }]);
    await store.tidy();
    expect(disk.contents().get(PRESENT)).toEqual(bytes);
    expect(store.problems()).toEqual([
      { code: 'store.file-kept', detail: 'outbox-000001.journal EPERM' },
    ]);
    disk.fault = () => null;
    await store.tidy();
    expect(disk.contents().get(PRESENT + TIME)).toEqual(bytes);
    expect(store.problems()).toEqual([]);
  });

  test('hinder no start where they cannot be read', async () => {
    const { disk } = await besideEarlier([3, 4]);
    disk.fault = (call, _number, path) => (call === 'read' && path === PRESENT ? 'EIO' : null);
    const { saves, warnings } = await openStore(disk);
    expect(saves).toHaveLength(2);
    expect(warnings).toEqual([]);
  });

  test('which this queue has left there itself are removed, whatever was forgotten since', async () => {
    const disk = new PowerDisk();
    const { store, adapter } = await openStore(disk, 1 << 30);
    for (const sequence of [1, 2, 3]) await store.put(numberedSave(sequence));
    const before = filesOn(disk);
    await adapter.compact();
    await store.erase([numberedSave(1).requestId, numberedSave(3).requestId]);
    await adapter.compact();
    await store.close();
    const left = PowerDisk.of(new Map([...before, ...disk.contents()]));
    const again = await openStore(left);
    expect(again.warnings).toEqual([]);
    await again.store.tidy();
    expect([...left.contents().keys()].filter((path) => path.includes('000001'))).toEqual([]);
  });
});
