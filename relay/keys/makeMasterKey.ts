import { randomBytes } from 'node:crypto';
import { type Keyed, keyProblem } from './keyProblem.ts';
import { writeWholeNewFile } from './newFile.ts';
import { KEY_BYTES } from './sealedBytes.ts';

/**
 * Makes a file with one new master key, which its owner alone may read. A file that is there stays as it is. Nobody reads
 * half a key.
 */
export async function makeMasterKey(path: string): Promise<Keyed<null>> {
  const written = await writeWholeNewFile(path, textWith(randomBytes(KEY_BYTES)));
  return written.ok ? { ok: true, value: null } : notMade(path, written.code);
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
