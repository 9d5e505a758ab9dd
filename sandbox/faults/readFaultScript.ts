import type { z } from 'zod';
import { faultScript, type ReadFaultScript } from './faultSchema.ts';

/** Checks a script that came from outside. One message per mistake. */
export function readFaultScript(
  value: unknown,
): { script: ReadFaultScript } | { mistakes: string[] } {
  const read = faultScript.safeParse(value);
  if (read.success) return { script: read.data };
  return { mistakes: read.error.issues.flatMap(describe) };
}

function describe(issue: z.core.$ZodIssue): string[] {
  const place = placeOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${placeOf([...issue.path, key])}: unknown name`);
  }
  return [`${place}: ${issue.message}`];
}

function placeOf(path: PropertyKey[]): string {
  if (path.length === 0) return 'script';
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('');
}
