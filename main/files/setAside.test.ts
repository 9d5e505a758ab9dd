import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { namesFlushed, watchFlushes } from '../../testing/doubles/flushes.ts';
import { setAside } from './setAside.ts';

test('what cannot be read keeps its bytes under a name with the time, also after a power cut', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-aside-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'file.json'), 'broken');
  const flushes = await watchFlushes(folder);
  const name = await setAside(join(folder, 'file.json'), Date.UTC(2026, 10, 24, 4, 5, 6, 7));
  expect(name).toBe('file.json.unreadable-2026-11-24T04-05-06-007Z');
  expect(await readdir(folder)).toEqual([name]);
  expect(await readFile(join(folder, name), 'utf8')).toBe('broken');
  expect(flushes).toEqual(namesFlushed([name]));
});
