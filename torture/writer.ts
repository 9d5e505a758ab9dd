import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { realDisk } from '../main/disk/realDisk.ts';
import { JournalAdapter } from '../main/journal/journalAdapter.ts';
import { LowdbOutboxStore } from '../main/outbox/lowdbOutboxStore.ts';
import { numberedSave } from '../testing/tills/journalHarness.ts';

/**
 * Run in a process of its own, to be killed: writes saves as fast as it can, several at a time, with
 * compaction running, and says of each that it has begun and that it was acknowledged.
 */
const [folder = '', firstVersion = '1'] = process.argv.slice(2);
const LANES = 4;
const SAVES = 200;

const adapter = new JournalAdapter({
  disk: realDisk,
  folder,
  watermarkPath: join(folder, '..', 'watermark'),
  now: Date.now,
  compactAbove: 64 * 1024,
  fillAhead: 32 * 1024,
});
const store = new LowdbOutboxStore(adapter);
await store.load();
// Plain writes to a pipe: what is in it survives our end.
const say = (line: string) => writeSync(1, `${line}\n`);
say('open');

let version = Number(firstVersion);
await Promise.all(Array.from({ length: LANES }, (_, lane) => write(lane)));

async function write(lane: number): Promise<void> {
  for (;;) {
    version += 1;
    const mine = version;
    const sequence = 1 + lane + LANES * Math.floor(Math.random() * (SAVES / LANES));
    say(`b ${sequence} ${mine}`);
    const result = await store.settle(numberedSave(sequence, mine));
    if (result.ok) say(`a ${sequence} ${mine}`);
  }
}
