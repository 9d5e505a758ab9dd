import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { anEntry, openTrail } from '../../testing/tills/auditHarness.ts';
import { realDisk } from '../disk/realDisk.ts';
import { trailFileName } from './trailFiles.ts';

test('of ever so many files that have the names of a trail’s a few more are read than a till keeps, and what is its own is there', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'tillside-audit-'));
  onTestFinished(() => rm(outside, { recursive: true, force: true }));
  const folder = join(outside, 'data');
  await mkdir(folder);
  const before = await openTrail(folder);
  await before.record(anEntry('settings.opened'));
  await before.close();
  for (let file = 2; file < 200; file += 1)
    await writeFile(join(folder, trailFileName('manager', file)), 'of somebody');

  let reads = 0;
  const read: typeof realDisk.read = (path, limit) => {
    if (path.endsWith('.trail')) reads += 1;
    return realDisk.read(path, limit);
  };
  const trail = await openTrail(folder, { disk: { ...realDisk, read } });
  onTestFinished(() => trail.close());
  expect(reads).toBeLessThan(50);
  expect(trail.warnings.map(({ code }) => code)).toEqual(['audit.broken']);
  const { lines } = await trail.read();
  expect(lines.map(({ action }) => action)).toEqual([
    'trail.begun',
    'settings.opened',
    'trail.broken',
  ]);

  await trail.close();
  const next = await openTrail(folder);
  onTestFinished(() => next.close());
  const found = (await next.read()).lines.filter(({ action }) => action === 'trail.broken');
  expect(found).toHaveLength(1);
});
