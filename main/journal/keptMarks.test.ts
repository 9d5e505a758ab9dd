import { describe, expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import {
  filesOfQueue,
  numberedSave,
  openStore,
  putFiles,
  storePath,
} from '../../testing/tills/journalHarness.ts';

const TIME = '.unreadable-2026-11-24T00-00-00-000Z';

/** Our queue, running, with files of another one beside it that cannot be renamed. */
async function besideHeld(theirCompactions: number) {
  const theirs = await filesOfQueue([1, 2, 3, 4], theirCompactions);
  const disk = new PowerDisk();
  const opened = await openStore(disk, 1 << 30);
  for (const sequence of [11, 12, 13]) await opened.store.put(numberedSave(sequence));
  for (let times = 0; times < 3; times += 1) await opened.adapter.compact();
  await putFiles(disk, theirs);
  disk.fault = (call, _number, path) => (call === 'rename' && theirs.has(path) ? 'EBUSY' : null);
  return { disk, theirs, ...opened };
}

const namesOf = (files: ReadonlyMap<string, Buffer>) =>
  [...files.keys()].map((path) => path.slice(storePath('').length)).sort();

describe.each([
  ['behind ours', 8],
  ['in front of ours', 1],
])('files of another queue %s that cannot be renamed while the till runs', (_name, compactions) => {
  test('are kept and told by their names, and the next start, which can, sets them aside and tells it', async () => {
    const { disk, theirs, store } = await besideHeld(compactions);
    await store.tidy();
    await store.compact();
    const [kept] = store.problems();
    expect(kept).toMatchObject({ code: 'store.file-kept' });
    for (const name of namesOf(theirs)) expect(kept?.detail).toContain(`${name} EBUSY`);
    const after = disk.afterCut();
    const again = await openStore(after);
    expect(again.saves.map(({ sequence }) => sequence)).toEqual([11, 12, 13]);
    expect(again.warnings).toEqual(
      namesOf(theirs).map((name) => ({ code: 'store.set-aside', detail: name + TIME })),
    );
    await again.store.tidy();
    await again.store.close();
    for (const [path, bytes] of theirs) expect(after.contents().get(path + TIME)).toEqual(bytes);
    expect([...after.contents().keys()].filter((path) => path.endsWith('.kept'))).toEqual([]);
  });

  test('are kept as well by a start that cannot either', async () => {
    const { disk, theirs, store } = await besideHeld(compactions);
    await store.tidy();
    await store.compact();
    const after = disk.afterCut();
    after.fault = disk.fault;
    const again = await openStore(after);
    expect(again.saves.map(({ sequence }) => sequence)).toEqual([11, 12, 13]);
    expect(again.warnings).toEqual(
      namesOf(theirs).map((name) => ({ code: 'store.set-aside', detail: name })),
    );
    await again.store.tidy();
    await again.store.close();
    for (const [path, bytes] of theirs) expect(after.contents().get(path)).toEqual(bytes);
  });

  test('are not read in the place of ours where the power goes before ours is written anew', async () => {
    const { disk, store } = await besideHeld(compactions);
    const { fault } = disk;
    const isSnapshot = (path: string) => path.endsWith('.snapshot.new');
    disk.fault = (call, number, path) =>
      call === 'rename' && isSnapshot(path) ? 'EIO' : fault(call, number, path);
    await store.tidy();
    await store.compact().catch(() => undefined);
    await store.put(numberedSave(14));
    const again = await openStore(disk.afterCut());
    expect(again.saves.map(({ sequence }) => sequence)).toEqual([11, 12, 13, 14]);
  });

  test('hinder every new generation where they cannot even be marked: then nothing has changed', async () => {
    const { disk, theirs, store } = await besideHeld(compactions);
    const { fault } = disk;
    disk.fault = (call, number, path) =>
      path.endsWith('.kept') ? 'EACCES' : fault(call, number, path);
    await store.tidy();
    await store.compact().catch(() => undefined);
    for (const [path, bytes] of theirs) expect(disk.contents().get(path)).toEqual(bytes);
    expect(store.problems().map(({ code }) => code)).toContain('store.tidy-failed');
  });
});

test('what is set aside while the till runs is told', async () => {
  const { disk, theirs, store } = await besideHeld(8);
  disk.fault = () => null;
  await store.tidy();
  const told = store.problems();
  expect(told).toHaveLength(theirs.size);
  for (const name of namesOf(theirs))
    expect(told).toContainEqual({ code: 'store.set-aside', detail: name + TIME });
});

test('of two files of one name that are set aside in one moment both stay', async () => {
  const { disk, theirs, store } = await besideHeld(8);
  disk.fault = () => null;
  await store.tidy();
  const [path = ''] = theirs.keys();
  const file = await disk.open(path, 'create');
  await file.write(Buffer.from('another one'), 0);
  await file.close();
  await store.compact();
  const texts = [...disk.contents()].filter(([name]) => name.startsWith(`${path}.unreadable-`));
  expect(texts.map(([, bytes]) => bytes.equals(theirs.get(path) ?? Buffer.alloc(0)))).toEqual([
    true,
    false,
  ]);
});
