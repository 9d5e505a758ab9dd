import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder, PROVISION, startTill } from '../../testing/tills/openedTill.ts';

/** What an editor and sha256sum make of a text. */
function marked(json: string): string {
  const checksum = createHash('sha256').update(json).digest('hex').slice(0, 16);
  return `${json} ${checksum}`.padEnd(127).concat('\n');
}

const ASIDE = 'aside-2026-11-20T05-00-00-000Z';

test.each([
  ['beside the data folder', (folder: string) => `${folder}.mark`],
  ['in a folder that was set aside', (folder: string) => join(folder, ASIDE, 'store.mark')],
])('a watermark %s that has its checksum and says nothing ends no start', async (_, pathIn) => {
  const folder = await freshFolder();
  await (await startTill(folder, { offer: { provision: PROVISION, isTrusted: false } })).stop();
  await mkdir(join(folder, ASIDE));
  for (const json of ['{}', '{x}', '{"lastNumber":1e999}', '{"lastNumber":[],"lastSequence":{}}']) {
    await writeFile(pathIn(folder), marked(json));
    const { till, stop } = await startTill(folder, { offer: null });
    expect(till.settings.provision?.brandId).toBe('brand');
    await stop();
  }
});
