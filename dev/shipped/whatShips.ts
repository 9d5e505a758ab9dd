import type { ShippedBecause } from './reasons.ts';

/** `docs/what-ships.md`: every package that ships, in words. Without versions: those are in the bill of materials. */
export function whatShips(packages: readonly ShippedBecause[]): string {
  const names = [...new Set(packages.map(({ name }) => name))];
  const rows = names.map((name) => {
    const same = packages.filter((one) => one.name === name);
    const licence = [...new Set(same.map((one) => one.licence))].join(', ');
    const others = new Set(same.flatMap(({ askedForBy }) => askedForBy));
    const reason = same.find((one) => one.reason !== null)?.reason;
    const why = reason ?? `asked for by ${inShort([...others])}`;
    return [name, licence, why];
  });
  return `# What ships

Written by \`npm run bill-of-materials\` from the modules that the bundler has put into the bundles, and from
\`docs/dependencies.md\`; a test compares it with the build. A package that nobody asks for and that has no sentence
there does not pass. Versions, hashes and who asks for whom are in the bill of materials (CycloneDX 1.6), the texts
of the licences in \`THIRD-PARTY-LICENSES.txt\`; both lie in every package, beside the program.

${table(['package', 'licence', 'why'], rows)}
`;
}

function inShort([first = '', second, ...others]: readonly string[]): string {
  if (second === undefined) return first;
  return others.length === 0
    ? `${first}, ${second}`
    : `${first}, ${second} and ${others.length} more`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) =>
    Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
