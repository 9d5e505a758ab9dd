import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { atDepth } from '../../testing/depth.ts';
import { anEntry, macOf, openTrail } from '../../testing/tills/auditHarness.ts';
import { realDisk } from '../disk/realDisk.ts';
import { readTrail } from './readTrail.ts';

/** Of so many bytes the first. */
const STEP = atDepth({ whole: 1, short: 23 });

let outside: string;
let folder: string;
beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'tillside-audit-'));
  folder = join(outside, 'data');
  await mkdir(folder);
  const trail = await openTrail(folder);
  for (const slip of ['S-0001', 'S-0002', 'S-0003']) {
    await trail.record(anEntry('save.discarded', slip));
    await trail.record(anEntry('save.read', slip));
  }
  await trail.close();
});
afterEach(() => rm(outside, { recursive: true, force: true }));

async function findings(): Promise<string[]> {
  const reading = await readTrail({
    disk: realDisk,
    folder,
    headPlaces: [`${folder}.audit`, join(folder, 'audit.head')],
    mac: macOf('a till'),
    now: () => 0,
    isExpected: true,
  });
  return reading.findings;
}

test.each(['manager', 'cashier'])(
  'no byte of the trail can be another one, and none of its end be missing, without being found: %s',
  async (kind) => {
    const file = join(folder, `audit-${kind}-000001.trail`);
    const bytes = await readFile(file);
    expect(await findings()).toEqual([]);
    const unseen: string[] = [];
    // Behind its lines there are zeros, for the next ones.
    const end = bytes.indexOf(0);
    expect(end).toBeGreaterThan(500);
    for (let at = 0; at < end; at += STEP) {
      const changed = Buffer.from(bytes);
      // Another one of its eight bits each time: a letter of another case, a digit, a line's end.
      changed[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      await writeFile(file, changed);
      if ((await findings()).length === 0) unseen.push(`byte ${at}`);
      await writeFile(file, bytes.subarray(0, at));
      if ((await findings()).length === 0) unseen.push(`cut at ${at}`);
    }
    expect(unseen).toEqual([]);
  },
);
