import type { ShippedPackage } from './shippedPackages.ts';

/** What ships, and why: by a sentence of its own, or because others that ship ask for it. */
export interface ShippedBecause extends ShippedPackage {
  /** The sentence of `docs/dependencies.md`, or null. */
  reason: string | null;
  /** The names of those shipped packages that ask for it. */
  askedForBy: readonly string[];
}

/** The rows of a table of packages and reasons in Markdown, below a heading; a row may name several packages. */
export function readReasons(markdown: string, heading: string): Map<string, string> {
  const [, rest = ''] = markdown.split(`\n## ${heading}\n`);
  const [section = ''] = rest.split('\n## ');
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  // The first two are the head of the table and its rule.
  const pairs = rows.slice(2).flatMap((row) => {
    const [, names = '', reason = ''] = row.split('|').map((cell) => cell.trim());
    return names.split(', ').map((name) => [name, reason] as const);
  });
  return new Map(pairs);
}

/** Each package with its reason; those that nobody asks for and that have no sentence are in `unexplained`. */
export function explain(
  packages: readonly ShippedPackage[],
  reasons: ReadonlyMap<string, string>,
): { explained: ShippedBecause[]; unexplained: string[] } {
  const known = reachable(packages, reasons);
  const explained = packages.map((one) => ({
    ...one,
    reason: reasons.get(one.name) ?? null,
    askedForBy: packages
      .filter(({ folder, needs }) => folder !== one.folder && needs.includes(one.folder))
      .map(({ name }) => name),
  }));
  const unexplained = packages.filter(({ folder }) => !known.has(folder)).map(({ name }) => name);
  return { explained, unexplained };
}

/** The folders of all that have a sentence, and of all that these ask for. */
function reachable(
  packages: readonly ShippedPackage[],
  reasons: ReadonlyMap<string, string>,
): Set<string> {
  const byFolder = new Map(packages.map((one) => [one.folder, one]));
  const found = new Set<string>();
  const visit = (one: ShippedPackage | undefined) => {
    if (one === undefined || found.has(one.folder)) return;
    found.add(one.folder);
    for (const needed of one.needs) visit(byFolder.get(needed));
  };
  for (const one of packages) if (reasons.has(one.name)) visit(one);
  return found;
}
