import { errorCode } from './durableFile.ts';

/** True when a write is done, false where the disk refuses it. Throws whatever is no refusal of the disk. */
export async function isDone(write: Promise<void>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (errorCode(error) === '') throw error;
    return false;
  }
}
