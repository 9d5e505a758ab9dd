import { PlainFailure } from '../plainFailure.ts';

const MIB = 1_024 * 1_024;

/**
 * How large what a shop downloads, or has on its disk, may become (MiB). Whoever needs more says so here, and why in the
 * commit. `app.asar` is our own code; the others are Electron 45 with it, whose own parts make nearly all of them.
 */
export const BUDGET: readonly { name: string; pattern: RegExp; mebibytes: number }[] = [
  { name: 'our code', pattern: /^app\.asar$/, mebibytes: 5 },
  { name: 'nsis for x64 and arm64', pattern: /^Tillside-Setup-.*\.exe$/, mebibytes: 230 },
  { name: 'portable', pattern: /^Tillside-Portable-.*\.exe$/, mebibytes: 115 },
  { name: 'deb', pattern: /\.deb$/, mebibytes: 110 },
  { name: 'AppImage', pattern: /\.AppImage$/, mebibytes: 145 },
];

export interface Measured {
  /** The file's own name. */
  file: string;
  /** In bytes. */
  size: number;
}

/**
 * A line for each of these files that has a budget.
 * @throws PlainFailure where one is larger, with all of them
 */
export function checkSizes(files: readonly Measured[]): string[] {
  const lines: string[] = [];
  let isTooMuch = false;
  for (const { file, size } of files) {
    const budget = BUDGET.find(({ pattern }) => pattern.test(file));
    if (budget === undefined) continue;
    const isOver = size > budget.mebibytes * MIB;
    isTooMuch ||= isOver;
    const found = (size / MIB).toFixed(1);
    const verdict = isOver ? 'TOO MUCH, ' : '';
    lines.push(`${file} (${budget.name}): ${found} MiB, ${verdict}${budget.mebibytes} at the most`);
  }
  if (isTooMuch) throw new PlainFailure(lines.join('\n'));
  return lines;
}
