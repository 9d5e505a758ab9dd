import { join } from 'node:path';
import { z } from 'zod';
import { isNobodys } from '../files/diskAnswer.ts';
import { MOST_SMALL_BYTES, readShortIfThere } from '../files/durableFile.ts';
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

interface SealedText {
  text: string;
  place: string;
}

interface LookingOptions {
  leftOut?: readonly string[];
  isNone?: (error: unknown) => boolean;
}

const revisionSchema = z.object({ revision: z.int().nonnegative().default(0) });

/** The number of the settings is part of the place that they are sealed for: nobody makes old ones new by it. */
export function settingsPlace(revision: number): string {
  return revision === 0 ? 'settings' : `settings ${revision}`;
}

/**
 * Every sealed text of the small files as they lie on the disk; nothing of one that no till has written. `leftOut`: files that
 * are not even read. `isNone`: what the disk says of one in which nothing is sealed: a bad sector is no such word by itself, since
 * whoever erases a key after this erases it for good. Throws what the disk says else.
 */
export async function sealedTexts(
  folder: string,
  { leftOut = [], isNone = isNobodys }: LookingOptions = {},
): Promise<SealedText[]> {
  const texts: SealedText[] = [];
  for (const [name, field, fixed] of SEALED_IN) {
    if (leftOut.includes(name)) continue;
    const bytes = await readShortIfThere(join(folder, name), mostBytesOf(name)).catch(
      (error: unknown) => {
        if (!isNone(error)) throw error;
        return null;
      },
    );
    const json = parsed(bytes);
    const text = z.object({ [field]: z.string() }).safeParse(json).data?.[field];
    const place = fixed ?? settingsPlace(revisionSchema.safeParse(json).data?.revision ?? 0);
    if (text !== undefined) texts.push({ text, place });
  }
  return texts;
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
