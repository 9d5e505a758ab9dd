import { mkdir, mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { anEntry, openTrail } from '../../testing/tills/auditHarness.ts';
import type { Disk } from '../disk/disk.ts';
import { realDisk } from '../disk/realDisk.ts';

/** Just under what Node reads in one piece; without a byte on the disk. */
const HUGE = 2 ** 31 - 1;

/** Many times what the till writes into one (bytes). */
const MAX_READ = 64 * 1024 * 1024;

let folder: string;
let outside: string;
beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'tillside-audit-'));
  folder = join(outside, 'data');
  await mkdir(folder);
});
afterEach(() => rm(outside, { recursive: true, force: true }));

/** What one start of the till finds; the longest piece that it asks the disk for. */
async function start(...slips: string[]) {
  let longest = 0;
  const disk: Disk = {
    ...realDisk,
    read: async (path, limit = Number.POSITIVE_INFINITY) => {
      if (path.endsWith('.trail')) longest = Math.max(longest, limit);
      return realDisk.read(path, limit);
    },
  };
  const trail = await openTrail(folder, { disk });
  for (const slip of slips) await trail.record(anEntry('save.discarded', slip));
  const { lines } = await trail.read();
  await trail.close();
  const broken = lines.flatMap(({ action, reason }) => (action === 'trail.broken' ? reason : []));
  return { longest, broken, slips: lines.flatMap(({ slip }) => slip ?? []) };
}

test('a file of the trail that somebody has made far too long is read in part, told of, and written on no more', async () => {
  await start('S-0001', 'S-0002');
  await truncate(join(folder, 'audit-manager-000001.trail'), HUGE);
  const found = await start('S-0003');
  expect(found.longest).toBeLessThanOrEqual(MAX_READ + 1);
  expect(found.broken).toEqual(['audit-manager-000001.trail is too long']);
  expect(found.slips).toEqual(['S-0001', 'S-0002', 'S-0003']);
  const again = await start();
  expect(again.broken, 'it is told once').toEqual(found.broken);
  expect(again.slips).toEqual(found.slips);
});
