import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { numberedSave, openStore, storePath } from '../testing/journalHarness.ts';
import { PowerDisk } from '../testing/powerDisk.ts';

/** A file as the first version wrote it. */
function firstVersion(all: Save[], lastSequence: number): Buffer {
  // It did not know when a send had begun.
  const saves = all.map(({ sentAt: _, ...save }) => save);
  const checksum = createHash('sha256')
    .update(JSON.stringify([lastSequence, saves]))
    .digest('hex');
  return Buffer.from(JSON.stringify({ format: 1, checksum, lastSequence, saves }));
}

const current = storePath('outbox.json');
const previous = storePath('outbox.previous.json');
const saves = [1, 2, 3].map((sequence) => numberedSave(sequence));

describe('a store of the first version', () => {
  test('is taken over whole, and its files go', async () => {
    const disk = PowerDisk.of(new Map([[current, firstVersion(saves, 7)]]));
    const opened = await openStore(disk);
    expect(opened.saves).toEqual(saves);
    expect(opened.lastSequence).toBe(7);
    expect(opened.notices).toEqual([]);
    await opened.store.append(numberedSave(8));
    await opened.store.close();
    expect([...disk.contents().keys()]).not.toContain(current);
    expect((await openStore(disk)).saves).toHaveLength(4);
  });

  test('that is damaged is set aside aloud, and the copy before it is used', async () => {
    const files = [
      [current, Buffer.from('{"format":1,')],
      [previous, firstVersion(saves.slice(0, 2), 2)],
    ] as const;
    const disk = PowerDisk.of(new Map(files));
    const opened = await openStore(disk);
    expect(opened.saves).toEqual(saves.slice(0, 2));
    const codes = opened.notices.map(({ code }) => code);
    expect(codes).toEqual(['store.set-aside', 'store.restored-previous']);
    expect(
      [...disk.contents().keys()].some((path) => path.includes('outbox.json.unreadable')),
    ).toBe(true);
  });

  test('survives a power cut at any moment of being taken over', async () => {
    for (let cutAt = 1; cutAt < 80; cutAt += 1) {
      const disk = PowerDisk.of(new Map([[current, firstVersion(saves, 3)]]));
      disk.cutAt = cutAt;
      void openStore(disk).catch(() => undefined);
      for (let turn = 0; turn < 40; turn += 1)
        await new Promise((resolve) => setImmediate(resolve));
      const opened = await openStore(disk.afterCut());
      expect(opened.saves).toEqual(saves);
    }
  });
});
