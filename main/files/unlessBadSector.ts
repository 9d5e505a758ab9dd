import { errorCode } from './durableFile.ts';

/**
 * Null where a bad sector has it: nobody will ever know. What the disk does not give now it throws: whoever asks waits, since a
 * doubt that this brings along would stay.
 */
export async function unlessBadSector<Read>(reading: Promise<Read>): Promise<Read | null> {
  try {
    return await reading;
  } catch (error) {
    if (errorCode(error) !== 'EIO') throw error;
    return null;
  }
}
