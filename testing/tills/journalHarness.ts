import { aSave } from '../../app/outbox/aSave.fixture.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Disk } from '../../main/disk/disk.ts';
import { patientDisk } from '../../main/disk/patientDisk.ts';
import { JournalAdapter } from '../../main/journal/journalAdapter.ts';
import { LowdbOutboxStore } from '../../main/outbox/lowdbOutboxStore.ts';
import { PowerDisk } from '../doubles/powerDisk.ts';
import { VirtualClock } from '../doubles/virtualClock.ts';

const FOLDER = '/data/till';
const WATERMARK = '/data/till.mark';

/** The real store on any disk, as patient as on the real one, with a limit of compaction that tests reach. */
export async function openStore(
  disk: Disk,
  compactAbove = 16 * 1024,
  fillAhead = 16 * 1024,
  clock = new VirtualClock(),
  upgrade = (save: Save) => save,
) {
  const adapter = new JournalAdapter({
    disk: patientDisk(disk, () => Promise.resolve()),
    clock,
    upgrade,
    folder: FOLDER,
    watermarkPath: WATERMARK,
    now: () => Date.UTC(2026, 10, 24),
    compactAbove,
    fillAhead,
  });
  const store = new LowdbOutboxStore(adapter);
  const loaded = await store.load();
  return { adapter, store, clock, ...loaded, saves: [...loaded.saves.values()] };
}

export const storePath = (name: string): string => `${FOLDER}/${name}`;
export const watermarkPath = WATERMARK;

/** A save of about the size of a real one, different for every sequence and version. */
export function numberedSave(sequence: number, version = 0): Save {
  return aSave({
    sequence,
    sealedBody: Buffer.alloc(200, (sequence * 7 + version) % 251).toString('base64'),
    identityKeys: [`m${sequence}`, `o${sequence}`],
    createdAt: sequence,
    attempts: version,
  });
}

/** The generations of which there are files, oldest first. */
export function generationsOn(disk: PowerDisk): number[] {
  const names = [...disk.contents().keys()].flatMap((path) => /outbox-(\d+)/.exec(path)?.[1] ?? []);
  return [...new Set(names.map(Number))].sort();
}

/** What lies in the store's folder, byte for byte, by path. */
export function filesOn(disk: PowerDisk) {
  return new Map([...disk.contents()].filter(([path]) => path.includes('/outbox-')));
}

/** The files of a queue with these saves, so many times compacted. */
export async function filesOfQueue(sequences: readonly number[], compactions: number) {
  const disk = new PowerDisk();
  const { store, adapter } = await openStore(disk, 1 << 30);
  for (const sequence of sequences) await store.put(numberedSave(sequence));
  for (let times = 0; times < compactions; times += 1) await adapter.compact();
  await store.close();
  return filesOn(disk);
}

/** Puts these files there, whatever has their names, and flushes them. */
export async function putFiles(disk: PowerDisk, files: ReadonlyMap<string, Buffer>): Promise<void> {
  for (const [path, bytes] of files) {
    const beside = `${path}.copied`;
    const file = await disk.open(beside, 'create');
    await file.write(bytes, 0);
    await file.datasync();
    await disk.rename(beside, path);
  }
  await disk.flushFolder(FOLDER);
}
