import { join } from 'node:path';
import { z } from 'zod';
import { errorCode, MOST_SMALL_BYTES, readShortIfThere } from '../files/durableFile.ts';
import { hasFewValues, mostBytesOf } from '../files/longRecord.ts';

/** What is sealed in the small files of a data folder, and for which place; null: `settingsPlace`. */
const SEALED_IN = [
  ['settings.json', 'sealedProvision', null],
  ['settings.json', 'sealedPin', 'manager pin'],
  ['pin.json', 'sealed', 'pin file'],
  ['draft.json', 'sealed', 'draft'],
  ['erasure.json', 'sealed', 'erasure'],
  ['words.json', 'sealed', 'words'],
] as const;

const NO_FILE: ReadonlySet<string> = new Set(['EISDIR', 'ELOOP', 'EMLINK', 'EFBIG']);

interface SealedText {
  text: string;
  place: string;
}

const revisionSchema = z.object({ revision: z.int().nonnegative().default(0) });

/** The number of the settings is part of the place that they are sealed for: nobody makes old ones new by it. */
export function settingsPlace(revision: number): string {
  return revision === 0 ? 'settings' : `settings ${revision}`;
}

/**
 * Every sealed text of the small files as they lie on the disk; nothing of one that no till has written. `leftOut`: files that
 * are not even read. Throws what the disk throws of the others.
 */
export async function sealedTexts(
  folder: string,
  leftOut: readonly string[] = [],
): Promise<SealedText[]> {
  const texts: SealedText[] = [];
  for (const [name, field, fixed] of SEALED_IN) {
    if (leftOut.includes(name)) continue;
    const bytes = await readShortIfThere(join(folder, name), mostBytesOf(name)).catch(nullIfNoFile);
    const json = parsed(bytes);
    const text = z.object({ [field]: z.string() }).safeParse(json).data?.[field];
    const place = fixed ?? settingsPlace(revisionSchema.safeParse(json).data?.revision ?? 0);
    if (text !== undefined) texts.push({ text, place });
  }
  return texts;
}

/** A folder or a link that has the name of one, or a file that is longer than any: nothing is sealed in it. */
function nullIfNoFile(error: unknown): null {
  if (!NO_FILE.has(errorCode(error))) throw error;
  return null;
}

function parsed(bytes: Buffer | null): unknown {
  try {
    const text = bytes?.toString('utf8') ?? '';
    // Ever so many values in one that may be long are none that a till has written, and there is no room for them.
    return text.length > MOST_SMALL_BYTES && !hasFewValues(text) ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
