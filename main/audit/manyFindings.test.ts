import { appendFile, mkdir, mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { anEntry, macOf, openTrail } from '../../testing/tills/auditHarness.ts';
import { realDisk } from '../disk/realDisk.ts';
import { encodeLine, scanLines } from '../journal/journalLine.ts';
import { readTrail } from './readTrail.ts';

test('a trail that is broken in ever so many places is told of with the first hundred', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'tillside-audit-'));
  onTestFinished(() => rm(outside, { recursive: true, force: true }));
  const folder = join(outside, 'data');
  await mkdir(folder);
  const trail = await openTrail(folder);
  await trail.record(anEntry('save.discarded', 'S-0001'));
  await trail.close();
  const path = join(folder, 'audit-manager-000001.trail');
  const { end } = scanLines((await realDisk.read(path)) ?? Buffer.alloc(0), () => undefined);
  await truncate(path, end);
  const lines = Array.from({ length: 1_000 }, (_, at) => encodeLine(`${2 * at + 10} mark {}`));
  await appendFile(path, lines.join(''));
  const head = `${folder}.audit`;
  const { findings, chains } = await readTrail({
    ...{ disk: realDisk, folder, headPlaces: [head, head], mac: macOf('a till') },
    ...{ now: () => 0, isExpected: true },
  });
  expect(findings[0]).toBe('audit-manager-000001.trail lacks lines before 10');
  expect([findings.length, chains.manager.lines.length]).toEqual([100, 1_002]);
});
