import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { projectRoot } from '../projectPaths.ts';

/** A package of which something is in the bundles, or that the project itself asks for. */
export interface ShippedPackage {
  name: string;
  version: string;
  /** SPDX, as the package says it. */
  licence: string;
  /** Where it lies: two versions of a package are two. */
  folder: string;
  /** The folders of those shipped packages that it asks for itself. */
  needs: readonly string[];
}

interface Manifest {
  name: string;
  version: string;
  license?: string | { type: string };
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  /** May name what is asked for nowhere else. */
  peerDependenciesMeta?: Record<string, object>;
}

/** What the bundler puts into its output itself, under names that are no paths. */
const OF_THE_BUNDLER: readonly [RegExp, string][] = [
  [/^\0?(?:rolldown[/:]|@oxc-project[/+])/, 'rolldown'],
  [/^\0?vite\//, 'vite'],
];

/**
 * The packages that a bundle was made from, by the names of its modules, and those that are named besides; by name.
 * Throws where something would ship that belongs to nobody.
 */
export function shippedPackages(
  moduleIds: Iterable<string>,
  besides: readonly string[] = [],
  root: string = projectRoot,
): ShippedPackage[] {
  const folders = new Set(besides.map((name) => join(root, 'node_modules', name)));
  for (const id of moduleIds) {
    const folder = folderOf(id, root);
    if (folder !== null) folders.add(folder);
  }
  return [...folders]
    .map((folder) => describe(folder, folders))
    .sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
}

/** The folder of the package that a module belongs to; null where it is of the project itself. */
function folderOf(id: string, root: string): string | null {
  const [, bundler] = OF_THE_BUNDLER.find(([pattern]) => pattern.test(id)) ?? [];
  if (bundler !== undefined) return join(root, 'node_modules', bundler);
  // `\0` in front and a question behind are the bundler's own.
  const [path = ''] = id.replace(/^\0/, '').split('?');
  const parts = path.replaceAll('\\', '/').split('/node_modules/');
  if (parts.length > 1) {
    const [name] = /^(?:@[^/]+\/)?[^/]+/.exec(parts.at(-1) ?? '') ?? [''];
    return [...parts.slice(0, -1), name].join('/node_modules/').replaceAll('/', sep);
  }
  if (path.startsWith(root.replaceAll('\\', '/'))) return null;
  throw new Error(`${JSON.stringify(id)} would ship, and nobody knows whose it is`);
}

function describe(folder: string, shipped: ReadonlySet<string>): ShippedPackage {
  const manifest = readManifest(folder);
  const { name, version, license, dependencies, peerDependencies, peerDependenciesMeta } = manifest;
  const licence = typeof license === 'object' ? license.type : license;
  if (licence === undefined) throw new Error(`${name} ${version} does not say its licence`);
  const needs = Object.keys({ ...dependencies, ...peerDependencies, ...peerDependenciesMeta })
    .map((needed) => resolve(needed, folder))
    .filter((path) => path !== null && shipped.has(path)) as string[];
  return { name, version, licence, folder, needs: needs.sort() };
}

/** Where Node would find a package that is asked for in a folder. */
function resolve(name: string, from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name);
    if (existsSync(join(path, 'package.json'))) return path;
    if (folder === dirname(folder)) return null;
  }
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
