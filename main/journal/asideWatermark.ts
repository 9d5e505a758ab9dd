import { join } from 'node:path';
import { realDisk } from '../disk/realDisk.ts';
import { replaceFile } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { readWatermark, serialise, type Watermark, WatermarkFile } from './watermark.ts';

/** How far the store of a folder that was set aside had come, in that folder. */
export const ASIDE_WATERMARK = 'store.mark';

/**
 * The watermark beside a data folder goes with its store into `aside`, and begins anew for the queue that comes next, which
 * goes on with its slip numbers. A crash at any moment leaves the higher of the two, which counts when it is done again.
 * Where the disk refuses, the one queue or the other is in doubt, which is safe.
 */
export async function setWatermarkAside(beside: string, aside: string): Promise<void> {
  const copy = join(aside, ASIDE_WATERMARK);
  const [there, copied] = [
    await readWatermark(realDisk, beside),
    await readWatermark(realDisk, copy),
  ];
  const watermark = there ?? copied;
  if (watermark === null) return;
  const lastNumber = Math.max(watermark.lastNumber, copied?.lastNumber ?? 0);
  await isDone(replaceFile(copy, serialise({ ...watermark, lastNumber })));
  const own = new WatermarkFile(realDisk, beside);
  own.note({ ...watermark, lastNumber: 0 });
  await own.close();
}

/** How far its store had come; null where nothing says so: a version before, or somebody else, made the folder. */
export function watermarkIn(aside: string): Promise<Watermark | null> {
  return readWatermark(realDisk, join(aside, ASIDE_WATERMARK));
}
