import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildApp } from '../../dev/build.ts';
import { assembleRegistryElectron } from '../../dev/electron/registryElectron.ts';
import { CONFIGURATION } from '../../dev/packages/configuration.ts';
import { PlainFailure } from '../../dev/plainFailure.ts';
import { projectRoot } from '../../dev/projectPaths.ts';

/** This Electron is older than the fuse; the real build sets it. */
const TOO_NEW = 'grantFileProtocolExtraPrivileges';

/** The fuses that the packed binary has to have. */
const { [TOO_NEW]: _, ...fuses } = CONFIGURATION.electronFuses;
export const PACKED_FUSES: Readonly<Record<string, boolean>> = fuses;

/**
 * Packs the app for Linux below `folder`, on the registry's Electron, which is never shipped; gives the folder of the
 * packed app.
 * @throws PlainFailure with what electron-builder said
 */
export async function pack(folder: string): Promise<string> {
  await buildApp();
  const electron = await assembleRegistryElectron();
  const config = join(folder, 'electron-builder.json');
  await writeFile(
    config,
    JSON.stringify({
      ...CONFIGURATION,
      electronFuses: PACKED_FUSES,
      electronDist: electron.cleanDistPath,
      electronVersion: electron.version,
      directories: { output: join(folder, 'dist'), buildResources: 'build' },
    }),
  );
  const built = spawnSync('electron-builder', ['--linux', 'dir', '--config', config], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new PlainFailure(`${built.stdout}\n${built.stderr}`);
  return join(folder, 'dist', 'linux-unpacked');
}
