import { join } from 'node:path';
import { realDisk } from '../disk/realDisk.ts';
import { errorCode, replaceFile } from '../files/durableFile.ts';
import { isDone } from '../files/isDone.ts';
import { isThere } from '../files/isThere.ts';
import { moveIfThere } from '../files/moveIfThere.ts';
import { mayBeGiven } from './reachable.ts';
import { readStore } from './readStore.ts';
import { MOST_READ_BYTES, storeBytes } from './storeBytes.ts';
import { readWatermark, serialise, type Watermark, WatermarkFile } from './watermark.ts';

/** How far the store of a folder that was set aside had come, in that folder. */
export const ASIDE_WATERMARK = 'store.mark';

/** In the same folder: one that the disk did not give, where another one lies there already. */
export const UNREAD_WATERMARK = 'store.mark.unread';

/**
 * The watermark beside a data folder goes with its store into `aside`, and begins anew for the queue that comes next, which
 * goes on with its slip numbers, also where it is gone: were they given again from the first one on, nothing would show that
 * there were others. A crash at any moment leaves the higher of the two, which counts when it is done again. Where the disk takes neither, the one queue or the other is in doubt, which is safe.
 * One that the disk does not give now goes as it lies, and is not written over: what it says counts once somebody can read it. Throws
 * what the disk throws where it can neither be read nor moved.
 */
export async function setWatermarkAside(beside: string, aside: string): Promise<void> {
  const copy = join(aside, ASIDE_WATERMARK);
  const [there, copied] = [
    await readWatermark(realDisk, beside).catch(unreadIfRefused),
    // As it was copied before a crash: where there is none beside the folder, or that has begun anew, it stays as it is.
    await readWatermark(realDisk, copy).catch(nullIfRefused),
  ];
  // What was copied says as much as the one beside it did.
  if (there === 'unread')
    await moveIfThere(beside, isThere(copy) ? join(aside, UNREAD_WATERMARK) : copy);
  const watermark = there === 'unread' ? copied : (there ?? copied);
  const lastNumber = Math.max(watermark?.lastNumber ?? 0, copied?.lastNumber ?? 0);
  // One that has only begun anew, before a crash, says nothing of the store here.
  const isOfStore = copied !== null || lastNumber > 0;
  if (watermark !== null && isOfStore)
    await isDone(replaceFile(copy, serialise({ ...watermark, lastNumber })));
  const known = watermark?.lastSequence ?? 0;
  // Where it tells of any the store is not read: of a queue whose key is lost that may be why the till is closed.
  const given = known > 0 ? known : await lastGiven(aside);
  if (watermark === null && given === 0) return;
  const own = new WatermarkFile(realDisk, beside);
  own.note({ lastNumber: 0, lastSequence: given });
  await own.close();
}

/** The highest slip number that a store says was given; 0 where it is too long or cannot be read, or no till comes to such a number. */
async function lastGiven(folder: string): Promise<number> {
  if ((await storeBytes(folder)) > MOST_READ_BYTES) return 0;
  const read = await readStore(realDisk, folder, 0).catch(nullIfRefused);
  const given = read?.ok ? read.content.lastSequence : 0;
  return mayBeGiven(given, 0) ? given : 0;
}

function unreadIfRefused(error: unknown): 'unread' {
  if (errorCode(error) === '') throw error;
  return 'unread';
}

function nullIfRefused(error: unknown): null {
  if (errorCode(error) === '') throw error;
  return null;
}

/**
 * How far its store had come; null where nothing says so: a version before, or somebody else, made the folder. Throws what the
 * disk throws where it does not give it now.
 */
export function watermarkIn(aside: string): Promise<Watermark | null> {
  return readWatermark(realDisk, join(aside, ASIDE_WATERMARK));
}
