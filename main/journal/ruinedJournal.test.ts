import { describe, expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import {
  numberedSave,
  openStore,
  storePath,
  watermarkPath,
} from '../../testing/tills/journalHarness.ts';
import { encodeHeader, MAX_HEADER_BYTES } from './header.ts';
import { encodeLine } from './journalLine.ts';

const JOURNAL = 'outbox-000001.journal';

/** The files of a store that never compacted, without the witness beside them; its journal holds these bytes. */
async function ruined(content: (whole: Buffer) => Buffer): Promise<PowerDisk> {
  const disk = new PowerDisk();
  const { store } = await openStore(disk);
  for (const sequence of [1, 2, 3]) await store.put(numberedSave(sequence));
  await store.close();
  const files = disk.contents();
  files.delete(watermarkPath);
  for (const path of files.keys()) if (path.endsWith('.snapshot')) files.delete(path);
  const [journal = ''] = [...files.keys()].filter((path) => path.endsWith('.journal'));
  const bytes = content(files.get(journal) ?? Buffer.alloc(0));
  files.delete(journal);
  return PowerDisk.of(files.set(storePath(JOURNAL), bytes));
}

describe('a journal in which not one line is readable', () => {
  test('is told as damage and kept, not as the end of a last write, also where no witness is left', async () => {
    const noise = Buffer.alloc(2_000, 0x21);
    const disk = await ruined(() => noise);
    const { warnings } = await openStore(disk);
    expect(warnings).toEqual([{ code: 'store.lines-lost', detail: `${JOURNAL}: 1` }]);
    const copies = [...disk.contents()].filter(([path]) => path.includes('.unreadable-'));
    expect(copies.map(([, bytes]) => bytes)).toEqual([noise]);
  });

  test('is no damage where its own first line was never finished: nothing had been saved in it', async () => {
    for (const length of [1, 60, MAX_HEADER_BYTES]) {
      const disk = await ruined(() => Buffer.alloc(length, 0x21));
      const { warnings } = await openStore(disk);
      expect(warnings.map(({ code }) => code)).toEqual(['store.torn-tail']);
    }
  });
});

test('no header is longer than the longest', () => {
  const most = Number.MAX_SAFE_INTEGER;
  const header = encodeLine(encodeHeader('snapshot', 999_999_999_998, most, most));
  expect(Buffer.byteLength(header)).toBeLessThanOrEqual(MAX_HEADER_BYTES);
});
