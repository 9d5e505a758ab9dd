import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { errorCode, flushFolder, writeFlushed } from '../../main/files/durableFile.ts';
import { queueFiles } from '../../main/move/queueFiles.ts';
import {
  makeRecoveryPair,
  readPrivateRecoveryKey,
  recoveryKeyId,
} from '../../main/vault/recoveryKey.ts';
import { type Failure, failure } from './failure.ts';

/** Makes a new pair; the private half goes into a new file of its own, and nowhere else. Gives what is said of it. */
export async function makeKey(
  folder: string,
  pair = makeRecoveryPair(),
): Promise<{ ok: true; says: string[] } | Failure> {
  const { id, publicKey, privateKey } = pair;
  const file = join(resolve(folder), `tillside-recovery-${id}.private.pem`);
  try {
    await mkdir(resolve(folder), { recursive: true });
    await writeFlushed(file, [privateKey]);
    await flushFolder(resolve(folder));
    const read = readPrivateRecoveryKey(await queueFiles.read(file));
    if (read === null || recoveryKeyId(read) !== id)
      return failure('not-made', `${file} did not read back as it was written: use another disk.`);
  } catch (error) {
    const code = errorCode(error);
    if (code === '') throw error;
    return failure('not-made', `The private half cannot be written to ${file}: ${code}.`);
  }
  return {
    ok: true,
    says: [
      `Recovery key ${id}`,
      '',
      `Public half, for the provisioning of every till:  "recoveryKey": "${publicKey}"`,
      `Private half, for the chain's safe:               ${file}`,
      '',
      'Whoever has the private half and a copy of a data folder reads everything in it. Keep it on two media that',
      'are not connected to anything, in two places, and on no till; then erase this file. Without it nothing that',
      'is wrapped for this key can be recovered, and nobody can make it again.',
    ],
  };
}
