import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { must } from './must.ts';

const ARCHIVE = join('resources', 'app.asar');

/** The code is the same on every system, byte for byte: what was tried on Linux is what Windows gets. */
export async function checkSameArchive(onLinux: string, onWindows: string): Promise<void> {
  const [one, other] = await Promise.all(
    [onLinux, onWindows].map((packed) => readFile(join(packed, ARCHIVE))),
  );
  must(
    `the two archives are equal (${one?.length} and ${other?.length} bytes)`,
    one !== undefined && other !== undefined && one.equals(other),
  );
  console.log(`${ARCHIVE} for Windows is that of Linux, byte for byte: ${one?.length} bytes.`);
}
