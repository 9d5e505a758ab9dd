import { glob, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { shippedVersion } from '../electron/shippedElectron.ts';
import { outFolder, projectRoot } from '../projectPaths.ts';

/** A place in the program where Electronegativity sees what may let somebody in. */
export interface Finding {
  id: string;
  /** Below the project; of the bundles `out/…`, without the hash in a name. */
  file: string;
  line: number;
  /** The line itself. */
  sample: string;
}

export interface Scan {
  findings: Finding[];
  /** Files that it cannot parse. */
  unread: string[];
}

/** The sources, and the bundles, which are what runs. */
const SOURCES = '{app,main,renderer}/**/*.{ts,tsx,html}';
const BUNDLES = '{main,preload,renderer}/**/*.{cjs,js,html}';

interface Issue {
  id: string;
  file: string;
  sample: string;
  location: { line: number };
  visibility?: { inlineDisabled: boolean; globalCheckDisabled: boolean };
}

/** Its parts, without its own loop around them: that fetches translations from the network and dies without one. */
interface Parts {
  Parser: new (
    babelFirst: boolean,
    typescriptBabelFirst: boolean,
  ) => {
    parse(name: string, text: string): [type: string, data: unknown, content: string];
  };
  Finder: new (
    checks: string[],
    without: string[],
  ) => {
    find(...args: [string, unknown, string, string, null, string]): Promise<Issue[]>;
  };
  GlobalChecks: new (
    checks: string[],
    without: string[],
  ) => {
    getResults(issues: Issue[]): Promise<Issue[]>;
  };
}

/** Asks the network for the versions of Electron; `electronSupport.ts` does that without. */
const WITHOUT = ['availablesecurityfixesglobalcheck'];

/** Everything that Electronegativity finds in these files, by name and text. */
export async function scan(files: ReadonlyMap<string, string>): Promise<Scan> {
  const { Parser, Finder, GlobalChecks } = parts();
  const parser = new Parser(false, true);
  const finder = new Finder([], []);
  const unread: string[] = [];
  const issues: Issue[] = [];
  for (const [name, text] of files) {
    try {
      // What it has for plain JavaScript is older than private fields; its TypeScript is not.
      const [type, data, content] = parser.parse(name.replace(/\.c?js$/, '.ts'), text);
      issues.push(...(await finder.find(name, data, type, content, null, shippedVersion)));
    } catch {
      unread.push(name);
    }
  }
  const all = await new GlobalChecks([], WITHOUT).getResults(issues);
  const seen = all.filter(({ visibility }) => visibility?.globalCheckDisabled !== true);
  const findings = seen.map(({ id, file, sample, location }): Finding => {
    return { id, file, line: location.line, sample: sample?.trim() ?? '' };
  });
  return { findings: findings.sort(byPlace), unread };
}

/** Id and file: lines move. */
export function keyOf({ id, file }: Pick<Finding, 'id' | 'file'>): string {
  return `${id} ${file}`;
}

function byPlace(a: Finding, b: Finding): number {
  return keyOf(a).localeCompare(keyOf(b)) || a.line - b.line;
}

/** Every source of the program and its bundles with their text, by the name that a finding has. */
export async function program(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for await (const path of glob(SOURCES, { cwd: projectRoot })) {
    if (/\.(?:test|fixture)\.tsx?$/.test(path)) continue;
    files.set(path.replaceAll('\\', '/'), await readFile(join(projectRoot, path), 'utf8'));
  }
  for await (const path of glob(BUNDLES, { cwd: outFolder })) {
    const name = path.replaceAll('\\', '/').replace(/-[\w-]{8}\.js$/, '.js');
    files.set(`out/${name}`, await readFile(join(outFolder, path), 'utf8'));
  }
  return files;
}

function parts(): Parts {
  const load = createRequire(import.meta.url);
  // Its checks ask somebody to translate their sentences; nobody reads these here.
  Object.assign(globalThis, { __: (key: string) => key });
  const dist = '@doyensec/electronegativity/dist';
  return { ...load(`${dist}/parser`), ...load(`${dist}/finder`) } as Parts;
}
