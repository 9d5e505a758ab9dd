import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CONFIGURATION } from '../../../dev/packages/configuration.ts';
import { PlainFailure } from '../../../dev/plainFailure.ts';
import { projectRoot } from '../../../dev/projectPaths.ts';

/**
 * Makes the Debian package of `electron-builder.yml` from a packed folder, below `folder`; gives its path.
 * @throws PlainFailure with what electron-builder said
 */
export async function packDeb(packed: string, folder: string): Promise<string> {
  const output = join(folder, 'deb');
  await mkdir(output);
  const [fpm, config] = [join(output, 'fpm'), join(output, 'electron-builder.json')];
  const standIn = join(projectRoot, 'e2e', 'package', 'deb', 'fpm.ts');
  await writeFile(fpm, `#!/bin/sh\nexec '${process.execPath}' '${standIn}' "$@"\n`);
  await chmod(fpm, 0o755);
  const directories = { output, buildResources: 'build' };
  await writeFile(config, JSON.stringify({ ...CONFIGURATION, directories }));
  const built = spawnSync(
    'electron-builder',
    ['--linux', 'deb', '--x64', '--prepackaged', packed, '--config', config],
    { cwd: projectRoot, encoding: 'utf8', env: { ...process.env, CUSTOM_FPM_PATH: fpm } },
  );
  const made = readdirSync(output).find((name) => name.endsWith('.deb'));
  if (built.status !== 0 || made === undefined)
    throw new PlainFailure(`${built.stdout}\n${built.stderr}`);
  return join(output, made);
}
