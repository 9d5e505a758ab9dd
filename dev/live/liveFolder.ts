import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../projectPaths.ts';

/**
 * Makes `folder` what Electron can open as the app, apart from `out/`, which is only ever whole: a `package.json`, and the
 * way to the packages, of which the native file on Windows is one. The bundles belong into its `out`.
 */
export async function makeLiveFolder(folder: string): Promise<void> {
  await rm(join(folder, 'out'), { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { name, productName, version, main, type } = JSON.parse(
    await readFile(join(projectRoot, 'package.json'), 'utf8'),
  );
  const description = JSON.stringify({ name, productName, version, main, type });
  await writeFile(join(folder, 'package.json'), description);
  const packages = join(folder, 'node_modules');
  await rm(packages, { force: true });
  await symlink(join(projectRoot, 'node_modules'), packages, 'junction');
}
