import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readTogether } from './readTogether.ts';

test('a file that many ask for at once is read once, and anew for whoever asks later', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-together-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'index.html');
  await writeFile(file, 'first');
  const [one, other] = [readTogether(file), readTogether(file)];
  expect(await one).toBe(await other);
  await writeFile(file, 'second');
  expect(String(await readTogether(file))).toBe('second');
});

test('a file that cannot be read fails all who ask for it, and is looked for again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-together-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'late.js');
  const both = await Promise.allSettled([readTogether(file), readTogether(file)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await writeFile(file, 'there');
  expect(String(await readTogether(file))).toBe('there');
});
