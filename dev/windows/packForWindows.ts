import { spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { DPAPI_FILES } from '../../main/vault/dpapi.ts';
import { buildApp } from '../build.ts';
import { shippedVersion } from '../electron/shippedElectron.ts';
import { fileDigest } from '../fingerprint.ts';
import { CONFIGURATION } from '../packages/configuration.ts';
import { PlainFailure } from '../plainFailure.ts';
import { projectRoot } from '../projectPaths.ts';
import { signatureEntry } from './signatureEntry.ts';

/** Where electron-builder puts the two. */
const FOLDERS: Readonly<Record<string, string>> = {
  x64: 'win-unpacked',
  arm64: 'win-arm64-unpacked',
};

/**
 * Packs for Windows, x64 and arm64, around Node for Windows in the place of Electron, of which no package for Windows is
 * known: so without the fuses. Each package has to have the native file of its processor beside the archive and none in
 * it. Gives the folder of the one for x64.
 * @throws PlainFailure where it has not, and with what electron-builder said
 */
export async function packForWindows(folder: string, node: string): Promise<string> {
  await buildApp();
  const electronDist = join(folder, 'stand-in');
  await mkdir(join(electronDist, 'resources'), { recursive: true });
  await writeFile(join(electronDist, 'electron.exe'), unsigned(await readFile(node)));
  await cp(join(projectRoot, 'LICENSE'), join(electronDist, 'LICENSE'));
  const { electronFuses: _, ...rest } = CONFIGURATION;
  const config = join(folder, 'electron-builder.json');
  const directories = { output: join(folder, 'dist'), buildResources: 'build' };
  const settings = { ...rest, electronDist, electronVersion: shippedVersion, directories };
  await writeFile(config, JSON.stringify(settings));
  const targets = ['--win', 'dir', ...Object.keys(FOLDERS).map((arch) => `--${arch}`)];
  const built = spawnSync('electron-builder', [...targets, '--config', config], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new PlainFailure(`${built.stdout}\n${built.stderr}`);
  for (const [arch, name] of Object.entries(FOLDERS)) {
    await checkNativeFile(join(folder, 'dist', name, 'resources'), arch);
  }
  return join(folder, 'dist', FOLDERS.x64 ?? '');
}

async function checkNativeFile(resources: string, arch: string): Promise<void> {
  const digest = await fileDigest(join(resources, 'dpapi.node')).catch(() => 'none');
  if (digest !== DPAPI_FILES[arch]) {
    throw new PlainFailure(`The package for Windows ${arch} has another dpapi.node: ${digest}`);
  }
  const packed = listPackage(join(resources, 'app.asar'), { isPack: false });
  const native = packed.filter((file) => file.endsWith('.node'));
  if (native.length > 0) throw new PlainFailure(`In the archive: ${native.join(', ')}`);
}

/** A program without its signature, which electron-builder would break: the last part of the file. */
function unsigned(program: Buffer): Buffer {
  const entry = signatureEntry(program);
  const signature = program.readUInt32LE(entry);
  if (signature === 0) return program;
  const bare = Buffer.from(program.subarray(0, signature));
  bare.fill(0, entry, entry + 8);
  return bare;
}
