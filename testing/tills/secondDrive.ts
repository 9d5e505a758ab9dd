import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { VirtualClock } from '../doubles/virtualClock.ts';
import { freshFolder } from './openedTill.ts';

/** A folder on a second drive for the highest numbers of a till. */
export async function secondDrive(): Promise<string> {
  const marks = join(await freshFolder(), 'marks');
  await mkdir(marks);
  return marks;
}

/** Everything of a till's drive, with what lies beside its folder. */
export async function copyDrive(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true, maxRetries: 10 });
  await cp(from, to, { recursive: true });
  for (const ending of ['mark', 'audit']) await cp(`${from}.${ending}`, `${to}.${ending}`);
}

/** The second drive has been asked, and has got what has changed since `before`. */
export async function written(marks: string, clock: VirtualClock, before: string): Promise<string> {
  return vi.waitFor(async () => {
    await clock.pass(500);
    const [name = ''] = await readdir(marks);
    const text = await readFile(join(marks, name), 'utf8');
    if (text === before) throw new Error('nothing has changed');
    return text;
  });
}
