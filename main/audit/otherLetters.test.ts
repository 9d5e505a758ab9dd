import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { anEntry, openTrail } from '../../testing/tills/auditHarness.ts';
import type { Disk } from '../disk/disk.ts';
import { realDisk } from '../disk/realDisk.ts';
import { SIZES } from './trailKinds.ts';

/** As Windows and macOS have them: what differs in letters alone has one name. */
const disk: Disk = {
  ...realDisk,
  open: async (path, mode) => {
    const same = (name: string) => name.toUpperCase() === basename(path).toUpperCase();
    const there = (await realDisk.list(dirname(path))).find(same);
    return realDisk.open(there === undefined ? path : join(dirname(path), there), mode);
  },
};

test('a file that has the name of the next one in other letters keeps no line from being written', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'tillside-audit-'));
  onTestFinished(() => rm(outside, { recursive: true, force: true }));
  const folder = join(outside, 'data');
  await mkdir(folder);
  const sizes = { ...SIZES, manager: { ...SIZES.manager, bytes: 512 } };
  const trail = await openTrail(folder, { disk, sizes });
  onTestFinished(() => trail.close());
  await writeFile(join(folder, 'Audit-Manager-000002.TRAIL'), 'of somebody');
  for (let line = 0; line < 6; line += 1)
    expect(await trail.record(anEntry('settings.opened')), `line ${line}`).toBe(true);
  expect(trail.warnings).toEqual([]);
});
