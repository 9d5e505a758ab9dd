import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { projectRoot } from '../projectPaths.ts';
import { DEMO_PIN, demoProvision } from './demoProvision.ts';
import { portOfBefore } from './portOfBefore.ts';
import { startSandboxGateway } from './sandboxGateway.ts';

/** Where the till that is kept below `folder` has its data. */
export function tillFolderIn(folder: string): string {
  return join(folder, 'till');
}

/**
 * A till that is kept below `folder`, provisioned for a sandbox gateway that runs as long as we do. Gives the switches
 * that open it.
 */
export async function demoTill(folder: string, say: (line: string) => void): Promise<string[]> {
  const tillFolder = tillFolderIn(folder);
  const provisionFile = join(folder, 'provision.json');
  const gateway = await startSandboxGateway(await portOfBefore(provisionFile));
  say(`Sandbox gateway: ${gateway.url} (in memory: what it knows ends with it).`);

  await mkdir(tillFolder, { recursive: true });
  await writeFile(provisionFile, `${JSON.stringify(demoProvision(gateway), null, 2)}\n`);
  const [shownTill, shownFile] = [tillFolder, provisionFile].map((path) =>
    relative(projectRoot, path),
  );
  say(`Till: ${shownTill} (kept between starts), provisioned by ${shownFile}.`);
  say(`Manager's PIN: ${DEMO_PIN}, for the settings and whatever else asks for one.`);
  return [`--user-data-dir=${tillFolder}`, `--provision=${provisionFile}`];
}
