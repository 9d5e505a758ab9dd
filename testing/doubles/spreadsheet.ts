import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll } from 'vitest';

/** Why a test that asks a real spreadsheet is skipped. */
export const NO_SPREADSHEET = 'LibreOffice Calc is not here (Debian: libreoffice-calc-nogui)';

/** How long it may take on a busy machine (ms). */
const LONGEST_MS = 120_000;

/** A cell as a spreadsheet has understood it. */
export interface Cell {
  kind: 'text' | 'number' | 'formula' | 'truth';
  value: string;
}

let isThere: boolean | undefined;

export function hasSpreadsheet(): boolean {
  isThere ??= spawnSync('soffice', ['--version']).status === 0;
  return isThere;
}

/** What a start of LibreOffice makes for itself, three quarters of its time: once for the tests of a file, and it goes with them. */
export function givenProfile(): { folder: string } {
  const given = { folder: '' };
  beforeAll(async () => {
    given.folder = await mkdtemp(join(tmpdir(), 'tillside-office-'));
  });
  afterAll(() => rm(given.folder, { recursive: true, force: true }));
  return given;
}

/**
 * Opens a CSV in LibreOffice as a double click on it does, once with its most helpful reading of numbers, and gives
 * the cells that it has understood, row by row. `separator`: what parts cells there; in many countries it is no comma.
 */
export async function openInSpreadsheet(
  profile: { folder: string },
  csv: string | Buffer,
  separator = ',',
): Promise<Cell[][]> {
  const folder = await mkdtemp(join(tmpdir(), 'tillside-sheet-'));
  try {
    const file = join(folder, 'list.csv');
    await writeFile(file, csv);
    // Separator, quotes, UTF-8, from line 1, Chinese; no quoted field as text, and special numbers looked for.
    const filter = `CSV:${separator.charCodeAt(0)},34,76,1,,2052,false,true`;
    const options = [
      '--headless',
      '--norestore',
      `-env:UserInstallation=${pathToFileURL(profile.folder).href}`,
    ];
    await promisify(execFile)(
      'soffice',
      [...options, `--infilter=${filter}`, '--convert-to', 'xlsx', '--outdir', folder, file],
      { timeout: LONGEST_MS },
    );
    return cellsOf(await readFile(join(folder, 'list.xlsx')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function cellsOf(xlsx: Buffer): Cell[][] {
  const files = unzipSync(xlsx);
  const text = (name: string) => Buffer.from(files[name] ?? []).toString('utf8');
  const shared = [...text('xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>|<si\/>/gs)].map(
    ([, inner = '']) =>
      [...inner.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, part = '']) => unescaped(part)).join(''),
  );
  const sheet = text('xl/worksheets/sheet1.xml');
  return [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row = '']) => {
    const cells: Cell[] = [];
    for (const [, reference = '', attributes = '', inner = ''] of row.matchAll(
      /<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs,
    )) {
      const value = /<v>(.*?)<\/v>/s.exec(inner)?.[1];
      if (value === undefined) continue;
      const kind = /<f[ >]/.test(inner)
        ? 'formula'
        : attributes.includes('t="s"')
          ? 'text'
          : attributes.includes('t="b"')
            ? 'truth'
            : 'number';
      cells[columnOf(reference)] = {
        kind,
        value: kind === 'text' ? (shared[Number(value)] ?? '') : value,
      };
    }
    return Array.from(cells, (cell) => cell ?? { kind: 'text', value: '' });
  });
}

function columnOf(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function unescaped(xml: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return xml
    .replace(/_x([0-9A-F]{4})_/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(\w+);/g, (whole, name: string) => named[name] ?? whole);
}
