import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** Not of the program's text, or the place of everything that is installed. */
const LEFT_OUT = ['node_modules', '.git', '.data', 'out', 'dist'];

/**
 * A copy of the project's files for mutants to be made in: whatever ends a run, the project itself never
 * has a mistake in it. It is gone with the process.
 */
export class ProjectCopy {
  readonly folder: string;
  readonly #originals = new Map<string, string>();

  constructor(root: string) {
    this.folder = mkdtempSync(join(tmpdir(), 'tillside-mutants-'));
    process.on('exit', () => this.remove());
    cpSync(root, this.folder, {
      recursive: true,
      filter: (path) => !LEFT_OUT.includes(basename(path)),
    });
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'), 'junction');
    mkdirSync(this.temporary);
    const compiler = { extends: './tsconfig.base.json', compilerOptions: COMPILER };
    const included = { include: ['app', 'main', 'testing'], exclude: ['**/*.test.ts'] };
    writeFileSync(join(this.folder, COMPILED), JSON.stringify({ ...compiler, ...included }));
  }

  /** What the tests leave behind goes with the copy. */
  get temporary(): string {
    return join(this.folder, '.temporary');
  }

  /** Where a mistake that was met is told. */
  get reached(): string {
    return join(this.folder, '.reached');
  }

  /** The file as it is in the project. */
  original(file: string): string {
    const known = this.#originals.get(file) ?? readFileSync(join(this.folder, file), 'utf8');
    this.#originals.set(file, known);
    return known;
  }

  write(file: string, text: string): void {
    this.original(file);
    writeFileSync(join(this.folder, file), text);
  }

  restore(file: string): void {
    writeFileSync(join(this.folder, file), this.original(file));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The rooms that can hold a mutant, and the doubles that stand for their parts, compiled in one go. */
export const COMPILED = 'tsconfig.mutants.json';

/** A name that is no longer used is a mistake that somebody could make all the same. */
const COMPILER = {
  types: ['node', 'electron'],
  noUnusedLocals: false,
  noUnusedParameters: false,
};
