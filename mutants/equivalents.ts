import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Mutant } from './mutant.ts';

/** A mutant that changes nothing that anybody could notice, and why. */
const equivalentSchema = z.strictObject({
  file: z.string(),
  place: z.string(),
  before: z.string(),
  /** `*`: whatever number of the line is another one. */
  after: z.string(),
  why: z.string().min(10),
});

export type Equivalent = z.infer<typeof equivalentSchema>;

export function readEquivalents(path = join(import.meta.dirname, 'equivalents.json')) {
  return z.array(equivalentSchema).parse(JSON.parse(readFileSync(path, 'utf8')));
}

export function isListed(mutant: Mutant, equivalents: readonly Equivalent[]): boolean {
  return equivalents.some((equivalent) => fits(equivalent, mutant));
}

/** Those that excuse nothing any more: the program's text has changed. */
export function staleOnes(
  equivalents: readonly Equivalent[],
  mutants: readonly Mutant[],
): Equivalent[] {
  return equivalents.filter((equivalent) => !mutants.some((mutant) => fits(equivalent, mutant)));
}

function fits({ file, place, before, after }: Equivalent, mutant: Mutant): boolean {
  return (
    file === mutant.file &&
    place === mutant.place &&
    before === mutant.before &&
    (after === mutant.after || (after === '*' && mutant.kind === 'number'))
  );
}
