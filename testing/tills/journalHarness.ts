import { aSave } from '../../app/outbox/aSave.fixture.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Disk } from '../../main/disk/disk.ts';
import { patientDisk } from '../../main/disk/patientDisk.ts';
import { JournalAdapter } from '../../main/journal/journalAdapter.ts';
import { LowdbOutboxStore } from '../../main/outbox/lowdbOutboxStore.ts';
import type { PowerDisk } from '../doubles/powerDisk.ts';
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
  return { adapter, store, clock, ...loaded };
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
