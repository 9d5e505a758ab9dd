import { PowerDisk } from '../testing/doubles/powerDisk.ts';
import { numberedSave, openStore } from '../testing/tills/journalHarness.ts';
import type { Toll } from './kills.ts';

/** Calls of the disk that a run makes at the most before it ends by itself. */
const LONGEST_RUN = 900;

/** How often a call finds its file held by somebody else, and a write or flush fails. */
const HELD = 0.05;
const FAILS = 0.003;

/** A disk on which both happen now and then. */
function ailing(disk: PowerDisk): PowerDisk {
  disk.fault = (call) => {
    const chance = Math.random();
    if (['write', 'datasync', 'truncate'].includes(call)) return chance < FAILS ? 'EIO' : null;
    return call !== 'close' && chance < HELD ? 'EBUSY' : null;
  };
  return disk;
}

/**
 * Cuts the power before a random call of the disk, also in the first write ever and in the middle of
 * compaction, several times on the same store, and looks after each what is there. Files are held for moments
 * meanwhile, and a write fails now and then.
 */
export async function powerCuts(cuts: number): Promise<Toll> {
  const toll: Toll = { rounds: cuts, acknowledged: 0, lost: 0, unreadable: 0, invented: 0 };
  let done = 0;
  while (done < cuts) {
    let disk = ailing(new PowerDisk());
    const acknowledged = new Map<number, number>();
    const begun = new Map<number, Set<number>>();
    for (let cut = 0; cut < 5 && done < cuts; cut += 1, done += 1) {
      disk.cutAt = 1 + Math.floor(Math.random() * LONGEST_RUN);
      await Promise.race([write(disk, cut * 1_000, acknowledged, begun, toll), quiet(disk)]);
      disk = ailing(disk.afterCut());
      await look(disk, acknowledged, begun, toll);
      disk = ailing(disk.afterCut());
    }
  }
  return toll;
}

async function write(
  disk: PowerDisk,
  firstVersion: number,
  acknowledged: Map<number, number>,
  begun: Map<number, Set<number>>,
  toll: Toll,
): Promise<void> {
  const { store } = await openStore(disk, 3_000, 4_096);
  for (let step = 1; step <= 80; step += 1) {
    await Promise.all(
      [1, 2, 3].map(async (lane) => {
        const sequence = (step % 15) * 3 + lane;
        const version = firstVersion + step;
        begun.set(sequence, (begun.get(sequence) ?? new Set()).add(version));
        const result = await store.put(numberedSave(sequence, version));
        if (!result.ok) return;
        acknowledged.set(sequence, version);
        toll.acknowledged += 1;
      }),
    );
  }
  await store.close();
}

/** Resolves when the disk has done nothing for some turns: the power is off, or all is written. */
async function quiet(disk: PowerDisk): Promise<void> {
  for (let turns = 0, seen = -1; turns < 30; turns += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (disk.calls !== seen) turns = 0;
    seen = disk.calls;
  }
}

async function look(
  disk: PowerDisk,
  acknowledged: Map<number, number>,
  begun: ReadonlyMap<number, ReadonlySet<number>>,
  toll: Toll,
): Promise<void> {
  const { saves, warnings, store } = await openStore(disk, 3_000, 4_096);
  toll.unreadable += warnings.filter(({ code }) => code !== 'store.torn-tail').length;
  const found = new Map(saves.map((save) => [save.sequence, save]));
  for (const [sequence, version] of acknowledged) {
    const save = found.get(sequence);
    if (save === undefined || save.attempts < version) toll.lost += 1;
  }
  for (const [sequence, save] of found) {
    if (!begun.get(sequence)?.has(save.attempts)) toll.invented += 1;
    // What was read once is what counts from now on.
    acknowledged.set(sequence, save.attempts);
  }
  await store.close();
}
