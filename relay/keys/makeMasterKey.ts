import { randomBytes } from 'node:crypto';
import { link, unlink } from 'node:fs/promises';
import { type Keyed, keyProblem } from './keyProblem.ts';
import { writeNewFile } from './newFile.ts';
import { KEY_BYTES } from './sealedBytes.ts';

/**
 * Makes a file with one new master key, which its owner alone may read. A file that is there stays as it is. It gets its
 * name when it is whole: nobody reads half a key.
 */
export async function makeMasterKey(path: string): Promise<Keyed<null>> {
  const beside = `${path}.${randomBytes(4).toString('hex')}.new`;
  const written = await writeNewFile(beside, textWith(randomBytes(KEY_BYTES)));
  if (!written.ok) return notMade(path, written.code);
  try {
    await link(beside, path);
    return { ok: true, value: null };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return notMade(path, code);
  } finally {
    await unlink(beside);
  }
}

function notMade(path: string, code: string) {
  const isThere = code === 'EEXIST';
  const says = isThere ? 'is there already, and is not replaced' : `cannot be written: ${code}`;
  return keyProblem('master-key.not-made', `${path} ${says}.`);
}

function textWith(key: Buffer): string {
  return `# A master key of the relay. Whoever has it and the relay's state can open every secret in it.
# How it is changed: relay/README.md.
${key.toString('base64')}
`;
}
