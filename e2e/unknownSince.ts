import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { realDisk } from '../main/disk/realDisk.ts';
import { JournalAdapter } from '../main/journal/journalAdapter.ts';
import { LowdbOutboxStore } from '../main/outbox/lowdbOutboxStore.ts';
import { freshFolder } from './driver/runFolder.ts';
import type { TestTill } from './testTill.ts';

/** Since when the outcome of each save has been unknown, by its number, as it stands on the disk of a till. */
export async function unknownSince({ dataFolder }: TestTill): Promise<(number | null)[]> {
  const folder = join(freshFolder('copy'), 'data');
  cpSync(dataFolder, folder, { recursive: true });
  const store = new LowdbOutboxStore(
    new JournalAdapter({ disk: realDisk, folder, watermarkPath: `${folder}.mark`, now: Date.now }),
  );
  const { saves } = await store.load();
  await store.close();
  return [...saves.values()]
    .sort((a, b) => a.sequence - b.sequence)
    .map(({ firstUnknownAt }) => firstUnknownAt);
}

/** Waits until so many calls of a save have come to nothing. Gives its line of then: the next try may begin at once. */
export async function untilTried(till: TestTill, slip: string, times: number) {
  const tried = async () => {
    const line = await till.line(slip);
    return line?.state === 'pending' && line.attempts >= times ? line : false;
  };
  return till.client.waitUntil(tried, { timeout: 40_000, interval: 50 });
}
