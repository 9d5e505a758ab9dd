import { open, readdir } from 'node:fs/promises';
import { onTestFinished, vi } from 'vitest';

/** Whether a file's content or the names of a folder were flushed, and what the folder then held. */
export type Flush = [what: 'content' | 'names', names: string[]];

/** A flush of the names of a folder that then held these; none on Windows, whose NTFS journals names itself. */
export function namesFlushed(names: string[]): Flush[] {
  return process.platform === 'win32' ? [] : [['names', names]];
}

/**
 * Looks on while real files are flushed, until the end of the test: what a power cut would leave cannot be
 * seen otherwise. Random parts of names are `x`.
 */
export async function watchFlushes(folder: string): Promise<Flush[]> {
  const handle = await open(folder, 'r');
  const files = Object.getPrototypeOf(handle) as typeof handle;
  await handle.close();
  const flushes: Flush[] = [];
  for (const [call, what] of [
    ['datasync', 'content'],
    ['sync', 'names'],
  ] as const) {
    const real = files[call];
    const spy = vi.spyOn(files, call).mockImplementation(async function (this: typeof handle) {
      const names = await readdir(folder);
      flushes.push([what, names.map((name) => name.replace(/\.[0-9a-f]{8}\./, '.x.')).sort()]);
      return real.call(this);
    });
    onTestFinished(() => spy.mockRestore());
  }
  return flushes;
}
