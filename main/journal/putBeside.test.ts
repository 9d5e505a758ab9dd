import { describe, expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import {
  filesOfQueue,
  filesOn,
  numberedSave,
  openStore,
  putFiles,
} from '../../testing/tills/journalHarness.ts';

const OURS = [11, 12, 13];
const sequencesOf = ({ saves }: { saves: { sequence: number }[] }) =>
  saves.map(({ sequence }) => sequence);

/** Our queue, running, with the files of another one beside it. `compactions`: of ours. */
async function running(theirs: ReadonlyMap<string, Buffer>, compactions: number) {
  const disk = new PowerDisk();
  const opened = await openStore(disk, 1 << 30);
  for (const sequence of OURS) await opened.store.put(numberedSave(sequence));
  for (let times = 0; times < compactions; times += 1) await opened.adapter.compact();
  await putFiles(disk, theirs);
  return { disk, ...opened };
}

const isSnapshot = (path: string) => path.includes('.snapshot');

/** Whether their bytes are all there, under whatever name. */
function areThere(theirs: ReadonlyMap<string, Buffer>, disk: PowerDisk): boolean {
  const found = [...disk.contents().values()];
  return [...theirs.values()].every((bytes) => found.some((one) => one.equals(bytes)));
}

describe('files of another queue with higher numbers that are put beside ours under the running till', () => {
  test.each([
    [0, [1, 2, 3, 4]],
    [1, [1, 2, 3, 4]],
    [1, [1, 2, 3]],
  ])(
    'take none of our saves away, wherever the power goes while ours is written anew (compacted %i times, theirs: %j)',
    async (compactions, sequences) => {
      const theirs = await filesOfQueue(sequences, 5);
      const counted = await running(theirs, compactions);
      const from = counted.disk.calls;
      await counted.store.tidy();
      const to = counted.disk.calls;
      for (let cutAt = from + 1; cutAt <= to; cutAt += 1) {
        const { disk, store } = await running(theirs, compactions);
        disk.cutAt = disk.calls + (cutAt - from);
        void store.tidy();
        await expect.poll(() => disk.calls >= disk.cutAt, { interval: 0 }).toBe(true);
        const after = disk.afterCut();
        const again = await openStore(after, 1 << 30);
        await again.store.tidy();
        await again.store.close();
        const bytes = [...after.contents().values()].map((one) => one.toString('latin1'));
        for (const sequence of OURS) {
          const { requestId } = numberedSave(sequence);
          expect(
            bytes.some((text) => text.includes(requestId)),
            `cut at ${cutAt}`,
          ).toBe(true);
        }
        expect(areThere(theirs, after), `cut at ${cutAt}`).toBe(true);
      }
    },
  );

  test('are set aside before our next journal takes over: a snapshot that gets no name hinders nobody from reading ours', async () => {
    const theirs = await filesOfQueue([1, 2, 3, 4], 5);
    const { disk, store } = await running(theirs, 1);
    disk.fault = (call, _number, path) =>
      call === 'rename' && isSnapshot(path) && path.endsWith('.new') ? 'EIO' : null;
    await store.tidy();
    await store.put(numberedSave(14));
    const again = await openStore(disk.afterCut());
    expect(sequencesOf(again)).toEqual([...OURS, 14]);
    expect(again.warnings).toEqual([]);
  });
});

test.each([0, 1])(
  'files of another queue between ours and a journal of ours that has no snapshot yet are set aside and told, and ours is read (compacted %i times)',
  async (compactions) => {
    const ours = new PowerDisk();
    const { store, adapter } = await openStore(ours, 1 << 30);
    for (const sequence of OURS) await store.put(numberedSave(sequence));
    for (let times = 0; times < compactions; times += 1) await adapter.compact();
    const before = filesOn(ours);
    for (let times = compactions; times < 7; times += 1) await adapter.compact();
    await store.put(numberedSave(14));
    const [last = ''] = [...filesOn(ours).keys()].filter((path) => !isSnapshot(path));
    const theirs = await filesOfQueue([1, 2, 3, 4], 5);
    const tail = [last, filesOn(ours).get(last) ?? Buffer.alloc(0)] as const;
    const disk = PowerDisk.of(new Map([...before, ...theirs, tail]));
    const again = await openStore(disk, 1 << 30);
    expect(sequencesOf(again)).toEqual([...OURS, 14]);
    expect(again.warnings.map(({ code }) => code)).toEqual(['store.set-aside', 'store.set-aside']);
    await again.store.tidy();
    await again.store.close();
    expect(areThere(theirs, disk)).toBe(true);
    expect(sequencesOf(await openStore(disk.afterCut()))).toEqual([...OURS, 14]);
  },
);
