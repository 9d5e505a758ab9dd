import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere } from '../files/durableFile.ts';
import { placeOf } from '../settings/settingsFile.ts';

/** What is sealed in the small files of a data folder, and for which place; null: for that of its revision. */
const SEALED_IN = [
  ['settings.json', 'sealedProvision', null],
  ['settings.json', 'sealedPin', 'manager pin'],
  ['pin.json', 'sealed', 'pin file'],
  ['draft.json', 'sealed', 'draft'],
] as const;

interface SealedText {
  name: string;
  text: string;
  place: string;
}

/** Every sealed text of the small files as they lie on the disk; nothing of one that no till has written. */
export async function sealedTexts(folder: string): Promise<SealedText[]> {
  const texts: SealedText[] = [];
  for (const [name, field, place] of SEALED_IN) {
    const json = parsed(await readIfThere(join(folder, name)));
    const text = z.object({ [field]: z.string() }).safeParse(json).data?.[field];
    if (text !== undefined) texts.push({ name, text, place: place ?? placeOf(revisionIn(json)) });
  }
  return texts;
}

function revisionIn(json: unknown): number {
  return z.object({ revision: z.int() }).safeParse(json).data?.revision ?? 0;
}

function parsed(bytes: Buffer | null): unknown {
  try {
    return JSON.parse(bytes?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
}
