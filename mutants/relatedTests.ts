import { globSync, readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { importsOf } from '../dev/imports.ts';

/** Which file is imported by which, types left out. Paths from the root, with slashes. */
export type Importers = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads the imports of everything that a unit test of `app/` and `main/` can stand on. */
export function readImporters(root: string): Importers {
  const importers = new Map<string, Set<string>>();
  const files = globSync('{app,main,testing,sandbox,dev}/**/*.ts', { cwd: root });
  for (const file of files.map((path) => path.replaceAll(sep, '/'))) {
    for (const { path, isType } of importsOf(file, readFileSync(`${root}/${file}`, 'utf8'))) {
      if (!isType) importers.set(path, (importers.get(path) ?? new Set()).add(file));
    }
  }
  return importers;
}

/** The tests of `app/` and `main/` that the file takes part in, the nearest first. */
export function relatedTests(file: string, importers: Importers): string[] {
  const seen = new Set([file]);
  // A set is gone through in the order in which it grows.
  for (const next of seen) {
    for (const importer of importers.get(next) ?? []) seen.add(importer);
  }
  const tests = [...seen].filter((path) => /^(app|main)\/.*\.test\.ts$/.test(path));
  const own = file.replace(/\.ts$/, '.test.ts');
  return tests.includes(own) ? [own, ...tests.filter((path) => path !== own)] : tests;
}
