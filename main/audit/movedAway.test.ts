import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { anEntry, openTrail } from '../../testing/tills/auditHarness.ts';
import { putInPlace } from '../../testing/tills/putInPlace.ts';
import type { Disk } from '../disk/disk.ts';
import { realDisk } from '../disk/realDisk.ts';

/** A trail whose file somebody moves away, and later back; the disk may take no new file meanwhile. */
async function aTrail() {
  const outside = await mkdtemp(join(tmpdir(), 'tillside-audit-'));
  onTestFinished(() => rm(outside, { recursive: true, force: true }));
  const folder = join(outside, 'data');
  await mkdir(folder);
  const state = { isFull: false };
  const open: Disk['open'] = (path, mode) =>
    state.isFull && mode === 'new'
      ? Promise.reject(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }))
      : realDisk.open(path, mode);
  const start = async () => {
    const trail = await openTrail(folder, { disk: { ...realDisk, open } });
    onTestFinished(() => trail.close());
    return trail;
  };
  const trail = await start();
  await trail.record(anEntry('settings.opened'));
  const file = join(folder, 'audit-manager-000001.trail');
  return {
    ...{ state, trail, start },
    moveAway: () => rename(file, `${file}.away`),
    moveBack: () => putInPlace(`${file}.away`, file),
  };
}

test('nothing is begun on the word of a trail whose file somebody has moved away: what is done then would be told nowhere once the file is back', async () => {
  const { trail, start, moveAway, moveBack } = await aTrail();
  await moveAway();
  expect(await trail.ready()).toBe(true);
  // Killed here: what was done has no line yet.
  await moveBack();
  const next = await start();
  const actions = (await next.read()).lines.map(({ action }) => action);
  expect(actions).toContain('trail.broken');
});

test('nor where no other file can be begun in its place', async () => {
  const { state, trail, moveAway } = await aTrail();
  await moveAway();
  state.isFull = true;
  expect(await trail.ready()).toBe(false);
  state.isFull = false;
  expect(await trail.ready()).toBe(true);
});
