import { renameSync, rmSync } from 'node:fs';
import { join, parse } from 'node:path';
import { errorCode } from './durableFile.ts';

/** So many former files are kept: with the one that is written five, as a till promises. */
const FORMER_FILES = 4;

/**
 * Puts a full log away: `tillside.log` becomes `tillside.1.log`, that one `tillside.2.log`, and so on; what is older than
 * the fourth goes. False where it cannot be put away, as where somebody has it open on Windows: it is as it was then.
 */
export function rotateLog(path: string): boolean {
  const { dir, name, ext } = parse(path);
  const former = (number: number) => join(dir, `${name}.${number}${ext}`);
  try {
    rmSync(former(FORMER_FILES), { recursive: true, force: true });
    for (let number = FORMER_FILES - 1; number > 0; number -= 1)
      renameIfThere(former(number), former(number + 1));
    renameIfThere(path, former(1));
    return true;
  } catch {
    return false;
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}
