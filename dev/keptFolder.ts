import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Names inside the folder what it was made from, so that completeness is one file to read. */
const marker = 'made-from.json';

const leftoverAge = 60 * 60 * 1000;

type KeptFolder = {
  /** Where readers look for it. */
  folder: string;
  /** What it is made from; a folder made from something else is made again. */
  madeFrom: Readonly<Record<string, string>>;
  /** Where it is made; on the same file system as `folder`. */
  workshop: string;
  make(into: string): Promise<void>;
};

/** Whether the folder is there, complete, and made from exactly this. */
export async function isKept(folder: string, madeFrom: KeptFolder['madeFrom']): Promise<boolean> {
  const written = await readFile(join(folder, marker), 'utf8').catch(() => undefined);
  return written === describe(madeFrom);
}

/**
 * Makes a folder unless it is there already. Readers see a whole folder or none, whatever is killed
 * in between, and of two processes that make it at the same time one gives way to the other.
 */
export async function keepFolder(kept: KeptFolder): Promise<'kept' | 'made'> {
  if (await isKept(kept.folder, kept.madeFrom)) return 'kept';
  await mkdir(kept.workshop, { recursive: true });
  await sweep(kept.workshop, basename(kept.folder));
  const made = aside(kept, 'new');
  try {
    await mkdir(made);
    await kept.make(made);
    await writeFile(join(made, marker), describe(kept.madeFrom));
    await place(kept, made);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
  return 'made';
}

async function place(kept: KeptFolder, made: string): Promise<void> {
  await mkdir(dirname(kept.folder), { recursive: true });
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      await rename(made, kept.folder);
      return;
    } catch (error) {
      if (!isOccupied(error)) throw error;
    }
    // Somebody else finished the same thing first, and may be using it already.
    if (await isKept(kept.folder, kept.madeFrom)) return;
    const old = aside(kept, 'old');
    await rename(kept.folder, old).catch(() => undefined);
    await rm(old, { recursive: true, force: true });
  }
  throw new Error(`${kept.folder} cannot be replaced; is it in use?`);
}

function aside(kept: KeptFolder, kind: 'new' | 'old'): string {
  return join(kept.workshop, `${basename(kept.folder)}.${kind}-${randomUUID()}`);
}

/** Removes what killed processes left; younger folders may belong to one that still runs. */
async function sweep(workshop: string, name: string): Promise<void> {
  for (const entry of await readdir(workshop)) {
    if (!entry.startsWith(`${name}.new-`) && !entry.startsWith(`${name}.old-`)) continue;
    const path = join(workshop, entry);
    const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now());
    if (age > leftoverAge) await rm(path, { recursive: true, force: true });
  }
}

function isOccupied(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  // EPERM is what Windows says.
  return code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'EPERM';
}

function describe(madeFrom: KeptFolder['madeFrom']): string {
  return `${JSON.stringify(madeFrom, null, 2)}\n`;
}
