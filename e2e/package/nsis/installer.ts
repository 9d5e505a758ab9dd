import { spawnSync } from 'node:child_process';
import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CONFIGURATION } from '../../../dev/packages/configuration.ts';
import { PlainFailure } from '../../../dev/plainFailure.ts';
import { projectRoot } from '../../../dev/projectPaths.ts';
import type { Wine } from '../../../dev/windows/wine.ts';
import type { NsisTools } from './nsisTools.ts';

/**
 * A copy of the folder that was packed for Windows, with a program that wine can run in the place of the one that was packed.
 */
export async function withStub(packed: string, folder: string, tools: NsisTools): Promise<string> {
  const copy = join(folder, 'with-stub');
  await cp(packed, copy, { recursive: true });
  const program = join(copy, 'Tillside.exe');
  await rm(program);
  tools.compile('stubTill', program);
  return copy;
}

/**
 * Builds the installer of `electron-builder.yml` around what is packed, by electron-builder's own template; gives its path.
 * @throws PlainFailure with what electron-builder and makensis said
 */
export async function buildInstaller(
  packed: string,
  folder: string,
  { tools, wine, plays32Bit = false }: { tools: NsisTools; wine: Wine; plays32Bit?: boolean },
): Promise<string> {
  const output = join(folder, plays32Bit ? 'setup-32' : 'setup');
  await mkdir(output, { recursive: true });
  const config = join(output, 'electron-builder.json');
  await writeFile(
    config,
    JSON.stringify({ ...CONFIGURATION, directories: { output, buildResources: 'build' } }),
  );
  const built = spawnSync(
    'electron-builder',
    ['--win', 'nsis', '--x64', '--prepackaged', packed, '--config', config],
    {
      cwd: projectRoot,
      encoding: 'utf8',
      env: { ...process.env, ...wine.environment, ...tools.environment(packed, { plays32Bit }) },
    },
  );
  if (built.status !== 0) throw new PlainFailure(`${built.stdout}\n${built.stderr}`);
  const setup = join(folder, plays32Bit ? 'Setup-32.exe' : 'Setup.exe');
  const made = (await readdir(output)).find((name) => /^Tillside-Setup-.*\.exe$/.test(name));
  await rename(join(output, made ?? ''), setup);
  return setup;
}
