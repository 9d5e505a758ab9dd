import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type FoundElectron = { path: string; distPath: string; version: string };

const packageFolder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));

/** The version that ships: the one that package.json pins. */
export const shippedVersion = (
  JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }
).version;

/** Electron's own script that fetches the binary; it honours ELECTRON_MIRROR. */
export const installScript = join(packageFolder, 'install.js');

const installedDist = join(packageFolder, 'dist');

/** The shipped Electron, if its binary has been fetched completely. */
export function installedElectron(): FoundElectron | undefined {
  // `path.txt` is what the install script writes last.
  const executable = read(join(packageFolder, 'path.txt'));
  if (executable === undefined) return undefined;
  const found = electronIn(installedDist, executable);
  return found?.version === shippedVersion ? found : undefined;
}

/** The Electron in a folder that the user names with ELECTRON_OVERRIDE_DIST_PATH. */
export function overriddenElectron(distPath: string): FoundElectron | undefined {
  return electronIn(distPath, read(join(packageFolder, 'path.txt')) ?? executableName());
}

function electronIn(distPath: string, executable: string): FoundElectron | undefined {
  const path = join(distPath, executable);
  const version = read(join(distPath, 'version'))?.trim().replace(/^v/, '');
  if (version === undefined || !existsSync(path)) return undefined;
  return { path, distPath, version };
}

function executableName(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
