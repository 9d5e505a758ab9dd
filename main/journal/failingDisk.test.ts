import { describe, expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { numberedSave, openStore } from '../../testing/tills/journalHarness.ts';

const ok = { ok: true };
const codes = (warnings: { code: string }[]) => warnings.map((warning) => warning.code);

/** A store of a few saves, closed in order, as the files that it left. */
async function filesOf(count: number): Promise<Map<string, Buffer>> {
  const disk = new PowerDisk();
  const { store } = await openStore(disk);
  for (let sequence = 1; sequence <= count; sequence += 1) await store.put(numberedSave(sequence));
  await store.close();
  return disk.contents();
}

describe('a disk that fails', () => {
  const sound = (saves: Save[]) => saves.map((save) => save.requestId);

  test.each(['ENOSPC', 'EIO', 'EPERM'])(
    'story 13: %s at any call: never a false "saved"',
    async (code) => {
      for (let failing = 1; failing < 120; failing += 1) {
        const disk = new PowerDisk();
        let hasFailed = false;
        disk.fault = (_call, number) => {
          if (number !== failing) return null;
          hasFailed = true;
          return code;
        };
        const opened = await openStore(disk, 2_000).catch(() => null);
        if (opened === null) continue;
        const acknowledged: string[] = [];
        for (let sequence = 1; sequence <= 12; sequence += 1) {
          const save = numberedSave(sequence);
          const result = await opened.store.put(save);
          if (result.ok) acknowledged.push(save.requestId);
        }
        await opened.store.close();
        if (!hasFailed) break;
        // One failure loses at most the saves that were told to have failed.
        expect(acknowledged.length).toBeGreaterThanOrEqual(11);
        const again = await openStore(PowerDisk.of(disk.contents()));
        expect(sound(again.saves)).toEqual(acknowledged);
        expect(codes(again.warnings)).toEqual([]);
      }
    },
  );

  test('story 13: full, then with space again: refused in between, nothing lost, nothing invented', async () => {
    const disk = new PowerDisk();
    const { store } = await openStore(disk);
    await store.put(numberedSave(1));
    disk.fault = (call) => (call === 'write' ? 'ENOSPC' : null);
    expect(await store.put(numberedSave(2))).toMatchObject({
      ok: false,
      failure: 'store.disk-full',
    });
    expect(await store.put(numberedSave(3))).toMatchObject({
      ok: false,
      failure: 'store.disk-full',
    });
    disk.fault = () => null;
    expect(await store.put(numberedSave(4))).toEqual(ok);
    await store.close();
    const again = await openStore(disk);
    expect(again.saves.map((save) => save.sequence)).toEqual([1, 4]);
  });

  test('story 13: a folder that turns read-only: refused with that reason, all there when it is writable', async () => {
    const disk = new PowerDisk();
    const { store } = await openStore(disk);
    expect(await store.put(numberedSave(1))).toEqual(ok);
    disk.fault = (call) => (['read', 'list', 'close'].includes(call) ? null : 'EROFS');
    for (const sequence of [2, 3]) {
      expect(await store.put(numberedSave(sequence))).toMatchObject({
        ok: false,
        failure: 'store.read-only',
      });
    }
    disk.fault = () => null;
    expect(await store.put(numberedSave(4))).toEqual(ok);
    await store.close();
    const again = await openStore(disk);
    expect(again.saves.map((save) => save.sequence)).toEqual([1, 4]);
    expect(again.warnings).toEqual([]);
  });

  test('story 13: a folder that is read-only at the start: not a byte is changed, and no save is lost', async () => {
    const files = await filesOf(5);
    const disk = PowerDisk.of(files);
    disk.fault = (call) => (['read', 'list', 'close'].includes(call) ? null : 'EROFS');
    const opened = await openStore(disk).catch(() => null);
    if (opened !== null) {
      expect(await opened.store.put(numberedSave(6))).toMatchObject({ ok: false });
      await opened.store.close();
    }
    expect(disk.contents()).toEqual(files);
    disk.fault = () => null;
    expect((await openStore(disk)).saves).toHaveLength(5);
  });

  test('after a failed flush nothing is written before the file was reopened and verified', async () => {
    const disk = new PowerDisk();
    const { store } = await openStore(disk);
    await store.put(numberedSave(1));
    disk.fault = (call) => (call === 'datasync' ? 'EIO' : null);
    expect(await store.put(numberedSave(2))).toMatchObject({ ok: false });
    disk.fault = (call) => (call === 'open' ? 'EIO' : null);
    expect(await store.put(numberedSave(3))).toMatchObject({ ok: false });
    const calls: string[] = [];
    disk.fault = (call) => {
      calls.push(call);
      return null;
    };
    expect(await store.put(numberedSave(4))).toEqual(ok);
    expect(calls.indexOf('open')).toBeGreaterThanOrEqual(0);
    expect(calls.indexOf('read')).toBeGreaterThan(calls.indexOf('open'));
    await store.close();
    expect((await openStore(disk)).saves.map((save) => save.sequence)).toEqual([1, 4]);
  });
});
