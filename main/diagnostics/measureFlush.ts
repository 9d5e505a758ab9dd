import { randomBytes } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../files/durableFile.ts';

/** As long as a line of the journal with a member in it (bytes). */
const LINE_BYTES = 1_024;

/** One may meet a virus scanner; the middle one of so many is the disk. */
const TIMES = 5;

/** How long the disk of the data folder takes to flush a line (ms, the middle of five), or its own code of why not. */
export async function measureFlush(folder: string): Promise<number | string> {
  // A kill leaves what the next start removes.
  const path = join(folder, `diagnostics.json.${randomBytes(4).toString('hex')}.new`);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      const times: number[] = [];
      for (let time = 0; time < TIMES; time += 1) {
        const begunAt = performance.now();
        await file.write(randomBytes(LINE_BYTES));
        await file.datasync();
        times.push(performance.now() - begunAt);
      }
      return Number((times.sort((a, b) => a - b)[Math.floor(TIMES / 2)] ?? 0).toFixed(2));
    } finally {
      await file.close();
    }
  } catch (error) {
    return errorCode(error) || 'failed';
  } finally {
    await unlink(path).catch(() => undefined);
  }
}
