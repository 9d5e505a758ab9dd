import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { UPDATES_FILE, UpdateMemory } from './updateMemory.ts';

const checkedAt = async (at: number) => {
  const folder = await freshFolder();
  const lastCheck = { at, outcome: 'newest', version: null };
  await writeFile(join(folder, UPDATES_FILE), JSON.stringify({ lastCheck, tried: null }));
  return (await UpdateMemory.read(folder, async () => true)).lastCheck?.at ?? null;
};

test('a check at a time that no calendar has is none: the settings could not be shown, nor a till described', async () => {
  for (const at of [1e300, -1e300, 8.64e15 + 1]) expect(await checkedAt(at)).toBeNull();
  for (const at of [0, 1, 8.64e15]) expect(await checkedAt(at)).toBe(at);
});
