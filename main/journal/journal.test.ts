import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Save } from '../../app/outbox/save.ts';
import { atDepth } from '../../testing/depth.ts';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import {
  numberedSave,
  openStore,
  storePath,
  watermarkPath,
} from '../../testing/tills/journalHarness.ts';
import { encodeHeader, FORMAT } from './header.ts';
import { encodeLine } from './journalLine.ts';

const ok = { ok: true };
const journal = storePath('outbox-000001.journal');
const codes = (warnings: { code: string }[]) => warnings.map((warning) => warning.code);

/**
 * Which bytes of a journal are damaged, one at a time: each; or, where a run is short, each seventh, by which every bit of a
 * byte has its turn, and all that begin or end a line.
 */
function placesIn(bytes: Buffer, end: number): number[] {
  const isEdge = (at: number) => [0x1e, 0x0a].some((sign) => sign === bytes[at]);
  const places = Array.from({ length: end }, (_, at) => at);
  return atDepth({ whole: places, short: places.filter((at) => at % 7 === 0 || isEdge(at)) });
}

/** A save as it was written: where something is lost, it is in doubt since then. */
const asWritten = (save: Save): Save => ({ ...save, firstUnknownAt: null });

/** A store of a few saves, closed in order, as the files that it left. */
async function filesOf(count: number): Promise<Map<string, Buffer>> {
  const disk = new PowerDisk();
  const { store } = await openStore(disk);
  for (let sequence = 1; sequence <= count; sequence += 1) await store.put(numberedSave(sequence));
  await store.close();
  return disk.contents();
}

describe('the journal', () => {
  test('gives back exactly what was put, changed and erased', async () => {
    const disk = new PowerDisk();
    const { store } = await openStore(disk);
    for (let sequence = 1; sequence <= 50; sequence += 1) {
      expect(await store.put(numberedSave(sequence))).toEqual(ok);
    }
    await store.put(numberedSave(7, 3));
    await store.erase([numberedSave(8).requestId]);
    await store.close();
    const again = await openStore(disk);
    expect(again.saves).toHaveLength(49);
    expect(again.saves.find((save) => save.sequence === 7)).toEqual(numberedSave(7, 3));
    expect(again.saves.find((save) => save.sequence === 8)).toBeUndefined();
    expect(again.lastSequence).toBe(50);
    expect(again.warnings).toEqual([]);
  });

  test('fifty saves at once cost one flush', async () => {
    const disk = new PowerDisk();
    const { store } = await openStore(disk, 1 << 30, 1 << 20);
    await store.put(numberedSave(1));
    let flushes = 0;
    disk.fault = (call) => {
      if (call === 'datasync') flushes += 1;
      return null;
    };
    const saves = Array.from({ length: 50 }, (_, index) => numberedSave(index + 2));
    const results = await Promise.all(saves.map((save) => store.put(save)));
    expect(results.every((result) => result.ok)).toBe(true);
    expect(flushes).toBe(1);
  });

  test('each caller’s promise settles with the flush that carried its own change', async () => {
    const disk = new PowerDisk();
    const { store } = await openStore(disk, 1 << 30);
    let flushes = 0;
    disk.fault = (call) => {
      if (call === 'datasync') flushes += 1;
      return null;
    };
    const first = store.put(numberedSave(1)).then(() => flushes);
    await Promise.resolve();
    await Promise.resolve();
    const second = store.put(numberedSave(2)).then(() => flushes);
    expect(await first).toBe(1);
    expect(await second).toBe(2);
  });

  test('story 2: no record that was altered by a flipped bit is accepted, at any byte', async () => {
    const files = await filesOf(4);
    const bytes = files.get(journal) ?? Buffer.alloc(0);
    const end = bytes.lastIndexOf('\n') + 1;
    const truth = new Map([1, 2, 3, 4].map((sequence) => [sequence, numberedSave(sequence)]));
    for (const at of placesIn(bytes, end)) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
      const disk = PowerDisk.of(new Map([...files, [journal, damaged]]));
      const { saves, warnings, store } = await openStore(disk);
      for (const save of saves) expect(asWritten(save)).toEqual(truth.get(save.sequence));
      // At most the line that was hit is gone, and never in silence.
      expect(saves.length).toBeGreaterThanOrEqual(3);
      if (saves.length < 4) expect(warnings.length).toBeGreaterThan(0);
      await store.close();
    }
  });

  test('story 2: a journal that is cut or zero-filled at any byte loses nothing in silence', async () => {
    const files = await filesOf(3);
    const bytes = files.get(journal) ?? Buffer.alloc(0);
    const end = bytes.lastIndexOf('\n') + 1;
    for (const at of placesIn(bytes, end)) {
      const zeroed = Buffer.from(bytes);
      zeroed.fill(0, at);
      for (const damaged of [bytes.subarray(0, at), zeroed]) {
        const disk = PowerDisk.of(new Map([...files, [journal, damaged]]));
        const { saves, warnings, store } = await openStore(disk);
        saves.forEach((save, index) => {
          expect(asWritten(save)).toEqual(numberedSave(index + 1));
        });
        if (saves.length < 3) expect(codes(warnings)).toContain('store.went-backwards');
        expect(await store.put(numberedSave(9))).toEqual(ok);
        await store.close();
        const again = await openStore(disk);
        expect(again.saves.map((save) => save.sequence)).toEqual([
          ...saves.map((save) => save.sequence),
          9,
        ]);
        await again.store.close();
      }
    }
  });

  test('story 2: zeros in the middle lose the lines that they cover and none behind them', async () => {
    const files = await filesOf(5);
    const bytes = Buffer.from(files.get(journal) ?? '');
    const third = bytes.indexOf(numberedSave(3).requestId);
    bytes.fill(0, third, third + 200);
    const disk = PowerDisk.of(new Map([...files, [journal, bytes]]));
    const { saves, warnings } = await openStore(disk);
    expect(saves.map((save) => save.sequence)).toEqual([1, 2, 4, 5]);
    expect(warnings).toEqual([{ code: 'store.lines-lost', detail: 'outbox-000001.journal: 1' }]);
    const evidence = [...disk.contents().keys()].filter((path) => path.includes('unreadable'));
    expect(evidence).toHaveLength(1);
  });

  test('lines that are missing altogether are counted', async () => {
    const files = await filesOf(5);
    const bytes = files.get(journal) ?? Buffer.alloc(0);
    const start = bytes.lastIndexOf('\x1e', bytes.indexOf(numberedSave(2).requestId));
    const end = bytes.lastIndexOf('\x1e', bytes.indexOf(numberedSave(4).requestId));
    const without = Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
    const { warnings } = await openStore(PowerDisk.of(new Map([...files, [journal, without]])));
    expect(warnings).toEqual([{ code: 'store.lines-lost', detail: 'outbox-000001.journal: 2' }]);
  });

  test('a store of a newer format is refused and not touched', async () => {
    const newer = encodeLine(
      encodeHeader('journal', 1, 0, 0).replace(`${FORMAT}`, `${FORMAT + 1}`),
    );
    const files = new Map([[journal, Buffer.from(newer)]]);
    const disk = PowerDisk.of(files);
    await expect(openStore(disk)).rejects.toMatchObject({ code: 'NEWER_FORMAT' });
    expect(disk.contents()).toEqual(files);
  });

  test('a snapshot of a newer format is refused and not touched, whatever stands beside it', async () => {
    const line = encodeLine(
      encodeHeader('snapshot', 1, 0, 0).replace(`${FORMAT}`, `${FORMAT + 1}`),
    );
    const snapshot: [string, Buffer] = [storePath('outbox-000001.snapshot'), Buffer.from(line)];
    for (const beside of [[], [...(await filesOf(2))]]) {
      const disk = PowerDisk.of(new Map([...beside, snapshot]));
      const before = disk.contents();
      await expect(openStore(disk)).rejects.toMatchObject({ code: 'NEWER_FORMAT' });
      expect(disk.contents()).toEqual(before);
    }
  });

  test('story 2: a queue that vanished is reported, and its slip numbers are not given again', async () => {
    const files = await filesOf(5);
    const watermark = files.get(watermarkPath) ?? Buffer.alloc(0);
    const { warnings, lastSequence, saves } = await openStore(
      PowerDisk.of(new Map([[watermarkPath, watermark]])),
    );
    expect(saves).toEqual([]);
    expect(codes(warnings)).toEqual(['store.went-backwards']);
    expect(lastSequence).toBe(5);
  });

  test('a second place that cannot be written or read hinders nothing', async () => {
    const disk = new PowerDisk();
    await (await disk.open(watermarkPath, 'create')).write(Buffer.from('{"lastNumber":99}'), 0);
    const { store, warnings } = await openStore(disk);
    expect(warnings).toEqual([]);
    expect(await store.put(numberedSave(1))).toEqual(ok);
  });
});

test('story 1: a power cut at any moment loses no acknowledged save and makes none unreadable', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 400 }), fc.integer(), async (cutAt, seed) => {
      const disk = new PowerDisk(randomOf(seed));
      disk.cutAt = cutAt;
      const acknowledged = new Map<number, number>();
      const begun = new Map<number, number>();
      const writer = (async () => {
        const { store } = await openStore(disk, 2_000);
        for (let step = 0; step < 60; step += 1) {
          await Promise.all(
            [0, 1, 2].map(async (lane) => {
              const sequence = (step % 20) * 3 + lane + 1;
              begun.set(sequence, step);
              const result = await store.put(numberedSave(sequence, step));
              if (result.ok) acknowledged.set(sequence, step);
            }),
          );
        }
        await store.close();
      })();
      await Promise.race([writer, idleTurns(4_000)]);
      const { saves, warnings } = await openStore(disk.afterCut(), 2_000);
      const found = new Map(saves.map((save) => [save.sequence, save]));
      for (const [sequence, version] of acknowledged) {
        const save = found.get(sequence);
        // The last change may have arrived without its answer; nothing older may be there.
        expect([version, begun.get(sequence)]).toContain(save?.attempts);
        expect(save).toEqual(numberedSave(sequence, save?.attempts));
      }
      for (const sequence of found.keys()) expect(begun.has(sequence)).toBe(true);
      expect(codes(warnings).filter((code) => code !== 'store.torn-tail')).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

/** A small generator (mulberry32), so that a failing cut can be run again. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function idleTurns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
