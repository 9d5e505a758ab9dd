import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { WatermarkFile } from './watermark.ts';

const PATH = '/elsewhere/till.mark';
const NOTHING = { lastNumber: 0, lastSequence: 0 };
const read = (disk: PowerDisk) => new WatermarkFile(disk, PATH).read();

async function noted(disk: PowerDisk, lastNumber: number, lastSequence: number): Promise<void> {
  const file = new WatermarkFile(disk, PATH);
  file.note({ lastNumber, lastSequence });
  await file.close();
}

describe('the watermark of how far a store had come', () => {
  test('is nought where there is none', async () => {
    expect(await read(new PowerDisk())).toEqual(NOTHING);
  });

  test('is read as it was noted last', async () => {
    const disk = new PowerDisk();
    const file = new WatermarkFile(disk, PATH);
    file.note({ lastNumber: 8, lastSequence: 3 });
    file.note({ lastNumber: 9, lastSequence: 4 });
    await file.close();
    expect(await read(disk)).toEqual({ lastNumber: 9, lastSequence: 4 });
  });

  test('that no till can have reached is none: what came behind it could not be read back', async () => {
    const disk = new PowerDisk();
    await noted(disk, 1e12, 1e12);
    expect(await read(disk)).toEqual({ lastNumber: 1e12, lastSequence: 1e12 });
    for (const [number, sequence] of [
      [1e12 + 1, 5],
      [5, 1e12 + 1],
    ] as const) {
      await noted(disk, number, sequence);
      expect(await read(disk)).toEqual(NOTHING);
    }
  });

  test('is on the disk a moment later, also without an end in order', async () => {
    const disk = new PowerDisk();
    const file = new WatermarkFile(disk, PATH);
    for (const lastNumber of [5, 6]) {
      file.note({ lastNumber, lastSequence: 2 });
      await vi.waitFor(async () =>
        expect(await read(disk)).toEqual({ lastNumber, lastSequence: 2 }),
      );
    }
  });

  test('touches nothing after its end, however often it was noted before', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const disk = new PowerDisk();
    const file = new WatermarkFile(disk, PATH);
    for (const lastNumber of [1, 2, 3]) file.note({ lastNumber, lastSequence: 1 });
    await file.close();
    const { calls } = disk;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(disk.calls).toBe(calls);
    expect(await read(disk)).toEqual({ lastNumber: 3, lastSequence: 1 });
  });

  test('is replaced whole by a shorter one', async () => {
    const disk = new PowerDisk();
    await noted(disk, 123_456_789, 98_765);
    await noted(disk, 1, 1);
    expect(await read(disk)).toEqual({ lastNumber: 1, lastSequence: 1 });
  });

  test('is as long whatever it says and whichever version writes it: 128 bytes, so that it covers the one before', async () => {
    for (const number of [1, 123_456_789, 1e12]) {
      const disk = new PowerDisk();
      await noted(disk, number, number);
      const bytes = disk.contents().get(PATH) ?? Buffer.alloc(0);
      expect(bytes).toHaveLength(128);
      expect(bytes.at(-1)).toBe(0x0a);
    }
  });

  test('has a name that a power cut does not take away', async () => {
    const disk = new PowerDisk(() => 0.9);
    await noted(disk, 1, 1);
    expect(disk.afterCut().contents().has(PATH)).toBe(true);
  });

  test.each([
    ['garbage', 'nonsense'],
    ['a wrong checksum', '{"lastNumber":1,"lastSequence":1} 0000000000000000'],
    ['another shape under the right checksum', '{} 44136fa355b3678a'],
  ])('is nought where %s is read', async (_name, text) => {
    expect(await read(PowerDisk.of(new Map([[PATH, Buffer.from(text)]])))).toEqual(NOTHING);
  });

  test('hinders nobody where it cannot be written, and goes on when it can', async () => {
    const disk = new PowerDisk();
    const file = new WatermarkFile(disk, PATH);
    expect(await file.read()).toEqual(NOTHING);
    disk.fault = () => 'EACCES';
    file.note({ lastNumber: 1, lastSequence: 1 });
    await file.close();
    disk.fault = () => null;
    file.note({ lastNumber: 2, lastSequence: 2 });
    await file.close();
    expect(await file.read()).toEqual({ lastNumber: 2, lastSequence: 2 });
  });

  test('hinders nobody where it cannot be read, and is not written over before what it says was heeded; then no lower slip is written', async () => {
    const disk = new PowerDisk();
    await noted(disk, 7, 5);
    const file = new WatermarkFile(disk, PATH);
    disk.fault = () => 'EACCES';
    expect(await file.read()).toEqual(NOTHING);
    expect(await file.readAgain()).toBeNull();
    disk.fault = () => null;
    file.note({ lastNumber: 2, lastSequence: 1 });
    await file.close();
    expect(await read(disk)).toEqual({ lastNumber: 7, lastSequence: 5 });
    expect(await file.readAgain()).toEqual({ lastNumber: 7, lastSequence: 5 });
    file.release(5);
    await file.close();
    expect(await read(disk)).toEqual({ lastNumber: 2, lastSequence: 5 });
  });

  test('is written into the file that is there, opened anew after a failure', async () => {
    const disk = new PowerDisk();
    const calls: string[] = [];
    const file = new WatermarkFile(disk, PATH);
    await noted(disk, 1, 1);
    disk.fault = (call) => {
      calls.push(call);
      return call === 'write' && calls.length < 4 ? 'EIO' : null;
    };
    for (const lastNumber of [2, 3]) {
      file.note({ lastNumber, lastSequence: 1 });
      await vi.waitFor(() => expect(calls.at(-1)).toBe(lastNumber === 2 ? 'close' : 'write'));
    }
    await file.close();
    expect(calls).toEqual(['read', 'open', 'write', 'close', 'read', 'open', 'write', 'close']);
    expect(await read(disk)).toEqual({ lastNumber: 3, lastSequence: 1 });
  });
});
