import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder, PROVISION, startTill } from '../../testing/tills/openedTill.ts';

test('totals as deep as somebody likes are none of this till’s, and end no start', async () => {
  const folder = await freshFolder();
  await (await startTill(folder, { offer: { provision: PROVISION, isTrusted: false } })).stop();
  const deep = '['.repeat(200_000) + ']'.repeat(200_000);
  await writeFile(join(folder, 'totals.json'), `{"format":1,"days":${deep},"mac":"x"}`);
  const { codes } = await startTill(folder, { offer: null });
  expect(codes()).toContain('totals.lost');
});
