import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { anEntry, openTrail } from '../../testing/tills/auditHarness.ts';

const FOLDER = '/till/data';
const of = (bytes: number) => ({ bytes, files: 2 });
/** Of so small files the first ones go; of the large ones none does. */
const SMALL = { manager: of(700), cashier: of(700) };
const LARGE = { manager: of(100_000), cashier: of(100_000) };

/** Numbers from 0 to 1, the same ones for the same seed. */
function randomness(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

const patience = () => new Promise((resolve) => setImmediate(resolve));

/** Writes until the power goes; gives the slips that were acknowledged. */
async function writeUntilCut(disk: PowerDisk, sizes: typeof SMALL, from: number) {
  const acknowledged: string[] = [];
  const write = async () => {
    const trail = await openTrail(FOLDER, { disk, sizes });
    for (let index = from; index < from + 12; index += 1) {
      const slip = `S-${index}`;
      const action = index % 3 === 0 ? 'save.read' : 'save.discarded';
      if (await trail.record(anEntry(action, slip))) acknowledged.push(slip);
    }
    await trail.close();
  };
  const done = write().then(() => true);
  for (let turns = 0; turns < 400; turns += 1) {
    if (await Promise.race([done, patience().then(() => false)])) break;
  }
  return acknowledged;
}

/** Cuts the power at every call, and once more somewhere in the next start; gives what was acknowledged and kept. */
async function* cuts(sizes: typeof SMALL) {
  const whole = new PowerDisk();
  await writeUntilCut(whole, sizes, 0);
  expect(whole.calls).toBeGreaterThan(60);
  for (let cutAt = 1; cutAt <= whole.calls; cutAt += 1) {
    const first = new PowerDisk(randomness(cutAt));
    first.cutAt = cutAt;
    const acknowledged = await writeUntilCut(first, sizes, 0);
    const second = first.afterCut();
    second.cutAt = 1 + (cutAt % 40);
    acknowledged.push(...(await writeUntilCut(second, sizes, 100)));
    const trail = await openTrail(FOLDER, { disk: second.afterCut(), sizes });
    const { lines, findings } = await trail.read();
    expect({ cutAt, findings, warnings: trail.warnings }).toEqual({
      cutAt,
      findings: [],
      warnings: [],
    });
    yield { cutAt, acknowledged, slips: lines.flatMap(({ slip }) => slip ?? []) };
    await trail.close();
  }
}

describe('a power cut at any moment', () => {
  test('loses no line that was acknowledged, and is never taken for somebody’s hand', async () => {
    for await (const { cutAt, acknowledged, slips } of cuts(LARGE)) {
      expect(slips, String(cutAt)).toEqual(expect.arrayContaining(acknowledged));
    }
  });

  test('also while a head is written: a copy that is torn then stands for a line that is there', async () => {
    for (let lines = 1; lines <= 4; lines += 1) {
      const disk = new PowerDisk();
      const { open } = disk;
      let heads = 0;
      // The first one is written twice, and then for the line with which the trail begins.
      const last = 3 + lines;
      disk.open = async (path, mode) => {
        const file = await open.call(disk, path, mode);
        if (!path.endsWith('.audit')) return file;
        const writeDurably: typeof file.writeDurably = async (bytes, ...where) => {
          heads += 1;
          if (heads < last) return file.writeDurably(bytes, ...where);
          await file.writeDurably(Buffer.alloc(300, '#'), ...where);
          return new Promise(() => undefined);
        };
        return { ...file, writeDurably };
      };
      const trail = await openTrail(FOLDER, { disk });
      for (let line = 0; line < lines; line += 1)
        await Promise.race([trail.record(anEntry('save.discarded')), pause(20)]);
      expect(heads).toBe(last);
      disk.open = open;
      const next = await openTrail(FOLDER, { disk });
      const { findings, lines: found } = await next.read();
      expect([findings, next.warnings, found.length]).toEqual([[], [], 1 + lines]);
    }
  });

  test('while a file follows another one as well: the latest lines are there', async () => {
    for await (const { cutAt, acknowledged, slips } of cuts(SMALL)) {
      for (const isRead of [true, false]) {
        const isOfKind = (slip: string) => (Number(slip.slice(2)) % 3 === 0) === isRead;
        const latest = acknowledged.findLast(isOfKind);
        if (latest !== undefined) expect(slips, String(cutAt)).toContain(latest);
      }
    }
  });
});
