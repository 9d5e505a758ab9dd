import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Disk } from '../disk/disk.ts';

/** What the program before wrote, plain lines: they stay where they are. */
const FORMER = ['audit.4.jsonl', 'audit.3.jsonl', 'audit.2.jsonl', 'audit.1.jsonl', 'audit.jsonl'];

/** Where the former trail ended, so that nobody goes on with it unseen: names, bytes and hashes; or null. */
export async function endOfFormerTrail(disk: Disk, folder: string): Promise<string | null> {
  const ends: string[] = [];
  for (const name of FORMER) {
    const bytes = await disk.read(join(folder, name)).catch(() => null);
    if (bytes === null) continue;
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    ends.push(`${name} ${bytes.length} ${hash}`);
  }
  return ends.length === 0 ? null : ends.join(', ');
}
