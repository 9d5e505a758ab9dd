import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** The files of rules and store. */
const FOLDERS = [
  'app/{backoff,gateway,member,move,outbox,replay,settings}',
  'main/{audit,draft,files,gateway,journal,lease,move,outbox,recovered,replay}',
  'main/{rotation,settings,takeIn,vault}',
];

/** Where the short torture looks as well as the unit tests. */
const TORTURED = [
  'app/backoff/',
  'app/outbox/',
  'app/replay/',
  'main/files/groupCommit.ts',
  'main/journal/',
  'main/outbox/',
  'main/replay/',
  'main/vault/sealedBody.ts',
] as const;

/** What runs nowhere but in Electron: no unit test comes to it, and the end-to-end tests would take minutes for each. */
const OF_ELECTRON = /^import (?!type )[^;]*from 'electron';/m;

/** What runs nowhere but on Windows: here no test comes to it. */
const OF_WINDOWS: readonly string[] = ['main/settings/windowsPolicy.ts'];

/** The files that mutants are made of, with slashes; of all, or of those that begin with one of `named`. */
export function targets(root: string, named: readonly string[] = []): string[] {
  const files = globSync(
    FOLDERS.map((folder) => `${folder}/**/*.ts`),
    { cwd: root },
  );
  return files
    .map((file) => file.replaceAll(sep, '/'))
    .filter((file) => !/\.(test|fixture)\.ts$|\/fixtures\//.test(file))
    .filter((file) => !OF_WINDOWS.includes(file))
    .filter((file) => !OF_ELECTRON.test(readFileSync(join(root, file), 'utf8')))
    .filter((file) => named.length === 0 || named.some((name) => file.startsWith(name)))
    .sort();
}

export function isTortured(file: string): boolean {
  return TORTURED.some((folder) => file.startsWith(folder));
}
