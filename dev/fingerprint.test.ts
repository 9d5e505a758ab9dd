import { cp, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesDigest } from './fingerprint.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fingerprint-'));
  await writeFile(join(folder, 'a.ts'), 'a');
  await writeFile(join(folder, 'b.ts'), 'b');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const digest = (place = folder) => filesDigest(place, ['**']);

test('a change of content or name shows', async () => {
  const before = await digest();
  await rename(join(folder, 'b.ts'), join(folder, 'c.ts'));
  const renamed = await digest();
  await writeFile(join(folder, 'a.ts'), 'changed');
  expect(new Set([before, renamed, await digest()]).size).toBe(3);
});

test('tests and the place of the tree do not show', async () => {
  const before = await digest();
  await writeFile(join(folder, 'a.test.ts'), 'new');
  expect(await digest()).toBe(before);
  const copy = `${folder}-copy`;
  await cp(folder, copy, { recursive: true });
  expect(await digest(copy)).toBe(before);
  await rm(copy, { recursive: true });
});
