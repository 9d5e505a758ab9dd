import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A mistake that somebody could make, as a change of the program's text. */
export interface Breakage {
  file: string;
  find: string;
  put: string;
}

const ROOT = join(import.meta.dirname, '..');

/** From now on this process loads the program with that mistake. Throws when its text is no longer what is expected. */
export function breakProgram({ file, find, put }: Breakage): void {
  const path = join(ROOT, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(find)) throw new Error(`${file} has no "${find}"`);
  const broken = pathToFileURL(path).href;
  registerHooks({
    load: (url, context, next) =>
      url === broken
        ? { format: 'module-typescript', source: text.replace(find, put), shortCircuit: true }
        : next(url, context),
  });
}

/** Runs a script with these arguments in a process of its own; gives the number, or null, that it prints last. */
export function printedBy(script: string, ...options: string[]): number | null {
  const printed = textPrintedBy(script, ...options);
  return JSON.parse(printed.trim().split('\n').at(-1) ?? 'null') as number | null;
}

/** The same; gives all that it prints. Into a file: Node for Windows says nothing into wine's pipes. */
export function textPrintedBy(script: string, ...options: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'tillside-printed-'));
  const file = openSync(join(folder, 'printed'), 'w+');
  try {
    execFileSync(process.execPath, [script, ...options], { stdio: ['ignore', file, 'inherit'] });
    return readFileSync(join(folder, 'printed'), 'utf8');
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true, force: true });
  }
}
