import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { realDisk } from '../main/disk/realDisk.ts';
import { JournalAdapter } from '../main/journal/journalAdapter.ts';
import { LowdbOutboxStore } from '../main/outbox/lowdbOutboxStore.ts';
import { onMountedDisk } from '../testing/doubles/mountedDisk.ts';
import { numberedSave } from '../testing/tills/journalHarness.ts';

export interface FullDisk {
  /** Saves acknowledged before the disk was full. */
  before: number;
  /** What the next one was answered with. */
  failure: string;
  /** Whether the store had said that space runs out, before it refused anything. */
  wasWarned: boolean;
  /** Saves acknowledged after space had returned. */
  after: number;
  /** Acknowledged saves that are missing, and saves that were refused and are there all the same. */
  lost: number;
  invented: number;
}

/** A real disk of 4 MiB, filled by saves and by somebody else's file, then with space again. */
export function fullDisk(): Promise<FullDisk> {
  return onMountedDisk(4, fill);
}

async function fill(mount: string): Promise<FullDisk> {
  const folder = join(mount, 'data');
  await mkdir(folder);
  const { store } = openReal(folder);
  await store.load();
  const acknowledged = new Set<number>();
  const save = async (sequence: number) => {
    const result = await store.put(numberedSave(sequence));
    if (result.ok) acknowledged.add(sequence);
    return result;
  };
  await save(1);
  await writeFile(join(mount, 'foreign'), Buffer.alloc(2_500_000));
  let sequence = 2;
  let wasWarned = false;
  let result = await save(sequence);
  while (result.ok) {
    wasWarned ||= store.problems().length > 0;
    sequence += 1;
    result = await save(sequence);
  }
  const before = acknowledged.size;
  await rm(join(mount, 'foreign'));
  for (let more = 1; more <= 50; more += 1) await save(sequence + more);
  await store.close();
  const again = openReal(folder);
  const { saves } = await again.store.load();
  const found = new Set([...saves.values()].map((one) => one.sequence));
  await again.store.close();
  return {
    before,
    failure: result.ok ? '' : result.failure,
    wasWarned,
    after: acknowledged.size - before,
    lost: [...acknowledged].filter((one) => !found.has(one)).length,
    invented: [...found].filter((one) => !acknowledged.has(one)).length,
  };
}

function openReal(folder: string) {
  const adapter = new JournalAdapter({
    disk: realDisk,
    folder,
    watermarkPath: join(folder, 'mark'),
    now: Date.now,
    // One journal: a compaction would need room for a second copy.
    compactAbove: 1 << 30,
  });
  return { store: new LowdbOutboxStore(adapter) };
}
