import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere, readShortIfThere, replaceFile } from '../files/durableFile.ts';
import type { Vault } from '../vault/vault.ts';

const PLACE = 'words';

/** Its name in the data folder. */
export const WORDS_FILE = 'words.json';

const fileSchema = z.strictObject({ format: z.literal(1), sealed: z.string() });
const pairs = z.array(z.tuple([z.string(), z.string()]));
const keptSchema = z.strictObject({ saves: pairs, groups: pairs });

/** By request id, and by `causeKey`; the oldest first. */
export type KeptWords = z.infer<typeof keptSchema>;

const NONE: KeptWords = { saves: [], groups: [] };

/** None where there is no file, or none that opens: such words are gone. Throws what the disk throws. */
export async function readWords(folder: string, vault: Pick<Vault, 'open'>): Promise<KeptWords> {
  return opened(await readIfThere(join(folder, WORDS_FILE)), vault);
}

/** Those of a queue that was set aside, where a file may have any length. Otherwise the same. */
export async function readWordsAside(
  folder: string,
  vault: Pick<Vault, 'open'>,
): Promise<KeptWords> {
  return opened(await readShortIfThere(join(folder, WORDS_FILE)), vault);
}

/** Throws what the disk throws. */
export async function writeWords(
  folder: string,
  vault: Pick<Vault, 'seal'>,
  kept: KeptWords,
): Promise<void> {
  const sealed = vault.seal(JSON.stringify(kept), PLACE);
  await replaceFile(join(folder, WORDS_FILE), JSON.stringify({ format: 1, sealed }));
}

function opened(bytes: Buffer | null, vault: Pick<Vault, 'open'>): KeptWords {
  if (bytes === null) return NONE;
  try {
    const { sealed } = fileSchema.parse(JSON.parse(bytes.toString('utf8')));
    return keptSchema.parse(JSON.parse(vault.open(sealed, PLACE) ?? ''));
  } catch {
    return NONE;
  }
}
