import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { fileDigest } from './fingerprint.ts';
import { OWN_PACKAGE } from './packages/ownPackage.ts';
import { checksumsOf, notesOf } from './packages/release.ts';
import { signingWords } from './packages/signing.ts';
import { PlainFailure } from './plainFailure.ts';
import { projectRoot } from './projectPaths.ts';
import { runScript } from './runScript.ts';
import { hasSignature } from './windows/signatureEntry.ts';

const PACKAGE = /\.(?:exe|exe\.blockmap|deb|AppImage|yml)$/;

/**
 * `npm run release:gather`: puts everything that a release has into `dist/release/`: the packages of `dist/`, the bill of
 * materials and the licences, the templates of the group policies and checksums; and beside it, in `dist/NOTES.md`, the
 * words of the changelog, and whether anything is signed.
 */
await runScript(async () => {
  const { version } = OWN_PACKAGE;
  const [dist, legal] = [join(projectRoot, 'dist'), join(projectRoot, 'out', 'legal')];
  const folder = join(dist, 'release');
  const changelog = await readFile(join(projectRoot, 'CHANGELOG.md'), 'utf8');
  const notes = notesOf(changelog, version);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const packages = (await readdir(dist)).filter(
    (name) => PACKAGE.test(name) && !name.startsWith('builder-'),
  );
  if (packages.length === 0) throw new PlainFailure('No package lies in dist/.');
  for (const name of packages) await copyFile(join(dist, name), join(folder, name));
  for (const name of await readdir(legal)) await copyFile(join(legal, name), join(folder, name));
  await zipPolicies(join(folder, `Tillside-policies-${version}.zip`));
  const digests = new Map<string, string>();
  for (const name of await readdir(folder)) digests.set(name, await fileDigest(join(folder, name)));
  await writeFile(join(folder, 'SHA256SUMS'), checksumsOf(digests));
  const programs = packages.filter((name) => name.endsWith('.exe'));
  const contents = await Promise.all(programs.map((name) => readFile(join(dist, name))));
  const isSigned = contents.every(hasSignature);
  const words = isSigned ? [notes] : [notes, signingWords({})];
  await writeFile(join(dist, 'NOTES.md'), `${words.join('\n\n')}\n`);
  console.log(`${digests.size} files in ${relative(projectRoot, folder)}`);
  return 0;
});

async function zipPolicies(into: string): Promise<void> {
  const folder = join(projectRoot, 'build', 'policies');
  const zip = new ZipFile();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    zip.addFile(path, relative(folder, path).replaceAll('\\', '/'));
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(into));
}
