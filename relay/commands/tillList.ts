import { z } from 'zod';
import { hasUnknownKeys, problemsOf } from '../../app/settings/provision.ts';
import type { Template } from '../tills/provisionText.ts';

/** More than any chain has; a list that is no list of tills is told at once. */
const MAX_TILLS = 100_000;

/** One line for each till, of which so many are told. */
const MAX_MISTAKES = 100;

/** A name of a file, and of nothing else: no way to another folder, nothing hidden, nothing that Windows reads otherwise. */
const FILE_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}\.json$/;

/** What the list, the template and the relay say of it elsewhere. */
const OURS = ['gateway', 'brandId', 'shopId'];

/** A till of a list. */
export interface ListedTill {
  /** Where its provisioning goes, in the folder that is named. */
  file: string;
  name: string;
  brandId: string;
  shopIds: string[];
  /** What it has beside the template. */
  settings?: Template | undefined;
}

const listedTill: z.ZodType<ListedTill> = z.strictObject({
  file: z
    .string({ error: 'must be text' })
    .regex(FILE_NAME, 'must be a name of letters, digits, _, - and dots that ends in .json'),
  name: z.string({ error: 'must be text' }),
  brandId: z.string({ error: 'must be text' }),
  shopIds: z.array(z.string({ error: 'must be text' }), { error: 'must be a list' }),
  settings: z
    .record(z.string(), z.unknown(), { error: 'must be an object' })
    .refine(
      (settings) => !OURS.some((name) => name in settings),
      `must not have ${OURS.join(', ')} in it`,
    )
    .optional(),
});

/** The tills of a list (JSON), or every mistake in it, by the number of the till. */
export function parseTillList(text: string): {
  tills: ListedTill[];
  mistakes: string[];
} {
  const json = jsonIn(text);
  if (!Array.isArray(json)) return { tills: [], mistakes: ['the list is no JSON list'] };
  if (json.length > MAX_TILLS) return { tills: [], mistakes: ['the list is too long'] };
  const tills: ListedTill[] = [];
  const mistakes: string[] = [];
  const files = new Set<string>();
  for (const [index, given] of json.entries()) {
    const read = listedTill.safeParse(given, { reportInput: true });
    if (read.success) {
      // As Windows compares them.
      const file = read.data.file.toLowerCase();
      if (files.has(file)) mistakes.push(`till ${index + 1}: file: is another till's already`);
      files.add(file);
      tills.push(read.data);
      continue;
    }
    // What a setting is called that is not known may be anything, also a secret.
    const lines = hasUnknownKeys(read.error)
      ? ['has something in it that is not known']
      : problemsOf(read.error);
    mistakes.push(...lines.map((line) => `till ${index + 1}: ${line}`));
    if (mistakes.length >= MAX_MISTAKES) break;
  }
  return { tills, mistakes: mistakes.slice(0, MAX_MISTAKES) };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}
