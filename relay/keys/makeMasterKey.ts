import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { type Keyed, keyProblem } from './keyProblem.ts';
import { KEY_BYTES } from './sealedBytes.ts';

/** Makes a file with one new master key, which its owner alone may read. A file that is there stays as it is. */
export async function makeMasterKey(path: string, day: string): Promise<Keyed<null>> {
  const text = `# A master key of the relay, made on ${day}. Whoever has it can open every secret of the relay's state.\n# To change it: put a new one (npm run relay -- keys make) above it, then npm run relay -- keys rewrap.\n${randomBytes(KEY_BYTES).toString('base64')}\n`;
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    return { ok: true, value: null };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const says =
      code === 'EEXIST' ? 'is there already, and is not replaced' : `cannot be written: ${code}`;
    return keyProblem('master-key.unreadable', `${path} ${says}.`);
  }
}
