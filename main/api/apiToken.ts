import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { dirname, join, win32 } from 'node:path';
import { patiently, readIfThere } from '../files/durableFile.ts';

interface TokenWorld {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** The data folder. */
  folder: string;
  port: number;
}

/**
 * Where the token lies, or null where nothing is this user's alone. On Windows a data folder may be everybody's, and what
 * is in LOCALAPPDATA is this user's by the access list that it inherits; elsewhere the mode of the file says so.
 */
export function tokenPath({ platform, env, folder, port }: TokenWorld): string | null {
  if (platform !== 'win32') return join(folder, 'api.token');
  const { LOCALAPPDATA: local = '' } = env;
  // Two tills of one user have two ports.
  return win32.isAbsolute(local) ? win32.join(local, 'Tillside', 'api', `${port}.token`) : null;
}

/** A new one: 256 random bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * Writes a token, in place of whatever lies there, into a file that this user alone can read. `folder`: the data folder that
 * it is of, kept beside it where it does not lie in that. Throws the file system's own error.
 */
export async function writeToken(
  path: string,
  token: string,
  folder = dirname(path),
): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await patiently(() => rm(path, { force: true }));
  if (folder !== dirname(path)) await writeFile(ownerPath(path), folder, { mode: 0o600 });
  // Made here and by nobody else: no link is followed, and no reader has it open already.
  const file = await patiently(() => open(path, 'wx', 0o600));
  try {
    await file.writeFile(token);
  } finally {
    await file.close();
  }
}

/**
 * What a kill has left goes before anybody knows who has the port now: whoever reads it would tell that one of customers.
 * One that another till of this user has written stays, for that may be the one that answers. `folder`: the data folder,
 * which this program has for itself.
 */
export async function dropLeftToken(path: string, folder: string): Promise<void> {
  if (folder === dirname(path) || (await ownerOf(path)) === folder) await removeToken(path);
}

/** Null where nothing says it, or the disk does not give that now: then it may be another's. */
async function ownerOf(path: string): Promise<string | null> {
  const bytes = await readIfThere(ownerPath(path)).catch(() => null);
  return bytes?.toString('utf8') ?? null;
}

/** The API answers no more: what lies there opens nothing. Patient with whoever holds it. */
export async function removeToken(path: string): Promise<void> {
  for (const one of [path, ownerPath(path)])
    await patiently(() => rm(one, { force: true })).catch(() => undefined);
}

/** Where it stands whose token it is. */
function ownerPath(path: string): string {
  return `${path}.of`;
}

/** Whether a header `Authorization` has the token, in the same time for every wrong one. */
export function isAuthorized(token: string): (header: string | undefined) => boolean {
  const right = digest(`Bearer ${token}`);
  return (header) => timingSafeEqual(digest(header ?? ''), right);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
