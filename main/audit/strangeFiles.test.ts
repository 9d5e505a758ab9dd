import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { anEntry, openTrail } from '../../testing/tills/auditHarness.ts';
import { encodeLine } from '../journal/journalLine.ts';
import { trailFileName, trailFiles } from './trailFiles.ts';
import { TRAIL_KINDS, type TrailKind } from './trailLine.ts';

/** A trail with two lines of each kind beside the first one; more than are kept of its files are put there, one before each start. */
async function startsBeside(kind: TrailKind, file: number, put: (path: string) => Promise<void>) {
  const outside = await mkdtemp(join(tmpdir(), 'tillside-audit-'));
  onTestFinished(() => rm(outside, { recursive: true, force: true }));
  const folder = join(outside, 'data');
  await mkdir(folder);
  const first = await openTrail(folder);
  const written = ['queue.exported', 'person.shown', 'save.read', 'save.corrected'] as const;
  for (const action of written) expect(await first.record(anEntry(action))).toBe(true);
  await first.close();
  for (let start = 1; start <= 5; start += 1) {
    await put(join(folder, trailFileName(kind, file)));
    await (await openTrail(folder)).close();
  }
  const last = await openTrail(folder);
  onTestFinished(() => last.close());
  await last.record(anEntry('pin.wrong'));
  await last.record(anEntry('save.read'));
  const actions = (await last.read()).lines.map(({ action }) => action);
  expect(actions).toEqual(expect.arrayContaining([...written]));
  return {
    told: actions.filter((action) => action === 'trail.broken').length,
    codes: last.warnings.map(({ code }) => code),
    files: trailFiles(await readdir(folder), kind),
  };
}

describe.each(TRAIL_KINDS)('no line is pushed out of the files of a %s', (kind) => {
  test.each<[string, (path: string) => Promise<void>]>([
    ['empty files', (path) => writeFile(path, '')],
    ['files with half a line', (path) => writeFile(path, '90 0123abcd H x')],
    ['files of somebody', (path) => writeFile(path, 'of somebody\n')],
    [
      'files of somebody with lines of a journal, one of them damaged',
      (path) => writeFile(path, ['1 x', '2 y', '3 z'].map(encodeLine).join('').replace('y', '#')),
    ],
    ['folders', async (path) => void (await mkdir(path))],
  ])(
    'by %s that somebody puts beside the trail, one before each start: each is told',
    async (_, put) => {
      const { told, codes, files } = await startsBeside(kind, 900, put);
      expect(told).toBe(5);
      expect(new Set(codes)).toEqual(new Set(['audit.broken']));
      expect(files).toEqual([1]);
    },
  );

  test('by ones that look as the next one does where the power went while it was begun', async () => {
    const { told, files } = await startsBeside(kind, 2, (path) => writeFile(path, ''));
    expect([told, files]).toEqual([0, [1]]);
  });
});
