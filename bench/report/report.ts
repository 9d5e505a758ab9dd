import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';

/** One number that an issue asked for, and whether it holds. */
export interface Target {
  name: string;
  value: number;
  limit: number;
  /** Whether `limit` is the most or the least that is allowed. */
  bound: 'at most' | 'at least';
  unit: string;
  holds: boolean;
}

/** Everything that a bench prints with `--json`: exactly one object. */
export interface Report {
  machine: string;
  date: string;
  command: string;
  rows: Record<string, string | number | boolean | null>[];
  targets: Target[];
}

export function atMost(name: string, value: number, limit: number, unit: string): Target {
  return { name, value, limit, bound: 'at most', unit, holds: value <= limit };
}

export function atLeast(name: string, value: number, limit: number, unit: string): Target {
  return { name, value, limit, bound: 'at least', unit, holds: value >= limit };
}

/** What the numbers were measured on: no names, only what explains them. */
export function describeMachine(folder: string): string {
  const processors = cpus();
  const model = processors[0]?.model ?? 'unknown processor';
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const parts = [`${processors.length} × ${model}`, `${gigabytes} GiB`, `${type()} ${release()}`];
  return [...parts, fileSystem(folder), `Node ${process.version}`].join(', ');
}

function fileSystem(folder: string): string {
  try {
    const printed = execFileSync('df', ['--output=fstype', folder], { encoding: 'utf8' });
    return printed.trim().split('\n').at(-1) ?? '';
  } catch {
    return 'unknown file system';
  }
}

export function printReport(report: Report, asJson: boolean): void {
  if (asJson) {
    console.log(JSON.stringify(report));
    return;
  }
  console.log(`${report.command}\n${report.machine}\n${report.date}\n`);
  console.log(table(report.rows));
  console.log();
  console.log(
    table(
      report.targets.map(({ name, value, limit, bound, unit, holds }) => ({
        target: name,
        value,
        limit: `${bound} ${limit}`,
        unit,
        holds: holds ? 'yes' : 'NO',
      })),
    ),
  );
}

/** Rows as a Markdown table, ready for `docs/`. */
export function table(rows: readonly Record<string, unknown>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((column) => String(row[column] ?? '')))),
  ].join('\n');
}
