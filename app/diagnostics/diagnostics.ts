/** What a value of the diagnostics can be: nothing else is shown or saved. */
export type DiagnosticValue =
  | string
  | number
  | boolean
  | null
  | readonly DiagnosticValue[]
  | { readonly [name: string]: DiagnosticValue };

/** The groups, in the order in which they are shown. Their words: `manager.diagnostics.groups`. */
export const DIAGNOSTIC_GROUPS = [
  'program',
  'paths',
  'settings',
  'queue',
  'outcomes',
  'clock',
  'network',
  'disk',
  'keys',
  'store',
  'lease',
  'updates',
  'warnings',
] as const;
export type DiagnosticGroup = (typeof DIAGNOSTIC_GROUPS)[number];

/**
 * How a till is, for whoever is asked for help: no secret, and nothing about a customer or an operator. What is shown is
 * what is saved: `diagnostics.json` has exactly these groups.
 */
export type Diagnostics = Readonly<Record<DiagnosticGroup, DiagnosticValue>>;

/** As the window shows it. */
export interface ShownDiagnostics {
  /** What is saved is what was shown: it is named by this number. */
  number: number;
  groups: Diagnostics;
}

/** Each value with the way to it, `queue.counts.held`, in the order of the file. An empty list is said as such. */
export function diagnosticRows(
  value: DiagnosticValue,
  name = '',
): { name: string; value: string }[] {
  if (value === null || typeof value !== 'object') return [{ name, value: String(value) }];
  const inner = Object.entries(value as { readonly [name: string]: DiagnosticValue });
  if (inner.length === 0) return [{ name, value: Array.isArray(value) ? '[]' : '{}' }];
  // A line of a list is one row: fifty answers are read one below the other.
  if (Array.isArray(value))
    return inner.map(([index, one]) => ({
      name: `${name}${name && '.'}${Number(index) + 1}`,
      value: isPlain(one) ? String(one) : asLine(one),
    }));
  return inner.flatMap(([key, one]) => diagnosticRows(one, name === '' ? key : `${name}.${key}`));
}

function isPlain(value: DiagnosticValue): boolean {
  return value === null || typeof value !== 'object';
}

function asLine(value: DiagnosticValue): string {
  return JSON.stringify(value)
    .replaceAll('"', '')
    .replaceAll(',', ', ')
    .replace(/^[{[]|[}\]]$/g, '');
}
