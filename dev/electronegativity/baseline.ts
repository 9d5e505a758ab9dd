import { type Finding, keyOf, type Scan } from './scan.ts';

/** Findings that somebody has looked at. */
export interface Known {
  id: string;
  file: string;
  /** So many in this file; one more is a new one. */
  count: number;
  /** Why it lets nobody in. */
  reason: string;
}

/** What keeps a scan from passing, a line each: findings that nobody has looked at, entries that fit nothing any more. */
export function strangers({ findings, unread }: Scan, baseline: readonly Known[]): string[] {
  const found = Map.groupBy(findings, keyOf);
  const known = new Map(baseline.map((one) => [keyOf(one), one]));
  const lines = unread.map((file) => `${file} cannot be read by Electronegativity`);
  for (const [key, some] of found) {
    const count = known.get(key)?.count ?? 0;
    if (some.length > count) lines.push(...some.slice(count).map(describe));
  }
  for (const [key, { count }] of known) {
    const now = found.get(key)?.length ?? 0;
    if (now < count)
      lines.push(`${key}: ${count} in the baseline, ${now} found: correct the baseline`);
  }
  return lines;
}

function describe({ id, file, line, sample }: Finding): string {
  return `${id} in ${file}:${line}: ${sample.slice(0, 120)}`;
}
