import { z } from 'zod';
import { readOwnFile } from '../keys/readOwnFile.ts';
import type { Done } from '../tills/administration.ts';
import { problem } from '../tills/problems.ts';
import { isKeyOf, isStrongSecret, type KeyPair } from '../tills/tillKey.ts';

/** Bytes. */
const MAX_FILE = 16 * 1024;

/** The key of an administrator, as it lies in a file that only he may read. */
const schema = z.strictObject({
  appKey: z.string().refine((text) => isKeyOf('admin', text)),
  appSecret: z.string().refine(isStrongSecret),
});

export function administratorKeyText({ appKey, appSecret }: KeyPair): string {
  return `${JSON.stringify({ appKey, appSecret }, null, 2)}\n`;
}

/** The key in a file. A file that others may read is refused: it may be somebody else's by now. */
export async function readAdministratorKey(path: string): Promise<Done<KeyPair>> {
  const read = await readOwnFile(path, MAX_FILE);
  if (read.kind === 'open-to-others')
    return problem(
      'access.refused',
      `${path} is open to others (mode ${read.mode}): chmod 600 it.`,
    );
  if (read.kind === 'unreadable')
    return problem('access.refused', `The key in ${path} cannot be read: ${read.why}.`);
  try {
    const parsed = schema.safeParse(JSON.parse(read.text));
    if (parsed.success) return { ok: true, value: parsed.data };
  } catch {
    // No JSON: said below.
  }
  return problem('access.refused', `${path} is no key of an administrator.`);
}
