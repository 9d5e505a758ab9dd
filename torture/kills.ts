import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { realDisk } from '../main/disk/realDisk.ts';
import { JournalAdapter } from '../main/journal/journalAdapter.ts';
import { numberedSave } from '../testing/tills/journalHarness.ts';

export interface Toll {
  rounds: number;
  /** Saves that were acknowledged in all rounds. */
  acknowledged: number;
  lost: number;
  unreadable: number;
  invented: number;
}

/** Kills a process that writes, `rounds` times at random moments, and looks after each what is there. */
export async function killRounds(rounds: number): Promise<Toll> {
  const parent = await mkdtemp(join(tmpdir(), 'tillside-kill-'));
  const folder = join(parent, 'data');
  await mkdir(folder);
  const toll: Toll = { rounds, acknowledged: 0, lost: 0, unreadable: 0, invented: 0 };
  const acknowledged = new Map<number, number>();
  const begun = new Map<number, Set<number>>();
  let version = 0;
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const [kind, sequence, number] of await runAndKill(folder, version)) {
        version = Math.max(version, number);
        if (kind === 'b') begun.set(sequence, (begun.get(sequence) ?? new Set()).add(number));
        else {
          toll.acknowledged += 1;
          acknowledged.set(sequence, Math.max(number, acknowledged.get(sequence) ?? 0));
        }
      }
      await look(folder, acknowledged, begun, toll);
    }
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
  return toll;
}

async function runAndKill(folder: string, version: number): Promise<['a' | 'b', number, number][]> {
  const script = join(import.meta.dirname, 'writer.ts');
  const child = spawn(process.execPath, [script, folder, String(version)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  const opened = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.startsWith('open')) resolve();
    });
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await Promise.race([opened, closed]);
  await sleep(Math.random() * 60);
  child.kill('SIGKILL');
  await closed;
  return [...text.matchAll(/^([ab]) (\d+) (\d+)$/gm)].map(([, kind, sequence, number]) => [
    kind as 'a' | 'b',
    Number(sequence),
    Number(number),
  ]);
}

async function look(
  folder: string,
  acknowledged: ReadonlyMap<number, number>,
  begun: ReadonlyMap<number, ReadonlySet<number>>,
  toll: Toll,
): Promise<void> {
  const watermarkPath = join(folder, '..', 'watermark');
  const adapter = new JournalAdapter({ disk: realDisk, folder, watermarkPath, now: Date.now });
  const { saves } = await adapter.read();
  const bad = adapter.warnings.filter(({ code }) => code !== 'store.torn-tail');
  toll.unreadable += bad.length;
  await adapter.close();
  const found = new Map([...saves.values()].map((save) => [save.sequence, save]));
  for (const [sequence, version] of acknowledged) {
    const save = found.get(sequence);
    if (save === undefined || save.attempts < version) toll.lost += 1;
  }
  for (const [sequence, save] of found) {
    const isOurs = begun.get(sequence)?.has(save.attempts) ?? false;
    if (!isOurs || save.sealedBody !== numberedSave(sequence, save.attempts).sealedBody) {
      toll.invented += 1;
    }
  }
}
