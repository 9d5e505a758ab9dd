import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import type { Disk } from '../disk/disk.ts';
import { WatermarkFile } from './watermark.ts';

const PATH = '/elsewhere/till.mark';

/** A disk of which each write ends only when it is let go. */
function slowDisk() {
  const disk = new PowerDisk();
  const calls: string[] = [];
  const letGo: (() => void)[] = [];
  const slow: Disk = {
    open: async (path, mode) => {
      const file = await disk.open(path, mode);
      return {
        ...file,
        write: async (bytes, position) => {
          calls.push('begun');
          await new Promise<void>((resolve) => letGo.push(resolve));
          await file.write(bytes, position);
          calls.push('written');
        },
        close: async () => {
          calls.push('closed');
          await file.close();
        },
      };
    },
    read: (path) => disk.read(path),
    identify: (path) => disk.identify(path),
    list: (folder) => disk.list(folder),
    rename: (from, to) => disk.rename(from, to),
    remove: (path) => disk.remove(path),
    flushFolder: (folder) => disk.flushFolder(folder),
  };
  return { disk: slow, calls, goOn: () => letGo.shift()?.() };
}

const watermark = (lastNumber: number) => ({ lastNumber, lastSequence: 1 });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
});

test('a watermark is not written before the one before it has been: the newest is what stays', async () => {
  const { disk, calls, goOn } = slowDisk();
  const file = new WatermarkFile(disk, PATH);
  for (const number of [1, 2]) {
    file.note(watermark(number));
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(calls).toEqual(['begun']);
  goOn();
  await vi.waitFor(() => expect(calls).toEqual(['begun', 'written', 'begun']));
  goOn();
  await file.close();
  expect(calls).toEqual(['begun', 'written', 'begun', 'written', 'closed']);
  expect(await new WatermarkFile(disk, PATH).read()).toEqual(watermark(2));
});

test('the file is not closed before what is being written has been written', async () => {
  const { disk, calls, goOn } = slowDisk();
  const file = new WatermarkFile(disk, PATH);
  file.note(watermark(1));
  await vi.advanceTimersByTimeAsync(1_000);
  const closing = file.close();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(calls).toEqual(['begun']);
  goOn();
  await closing;
  expect(calls).toEqual(['begun', 'written', 'closed']);
});
