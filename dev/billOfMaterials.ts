import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildApp } from './build.ts';
import { PlainFailure } from './plainFailure.ts';
import { outFolder, projectRoot } from './projectPaths.ts';
import { runScript } from './runScript.ts';
import { wrongInBill } from './shipped/billOfMaterials.ts';
import { BILL_FILE, LEGAL_FOLDER, LICENCES_FILE, SHIPS_FILE } from './shipped/legalFiles.ts';

/** `npm run bill-of-materials`: what ships, checked against the schema of CycloneDX, and the page that says it in words. */
await runScript(async () => {
  await buildApp();
  const path = join(outFolder, LEGAL_FOLDER, BILL_FILE);
  const bill = await readFile(path, 'utf8');
  const wrong = await wrongInBill(bill);
  if (wrong !== null) throw new PlainFailure(`Not as CycloneDX has it: ${JSON.stringify(wrong)}`);
  await copyFile(join(outFolder, SHIPS_FILE), join(projectRoot, 'docs', SHIPS_FILE));
  const { components } = JSON.parse(bill) as { components: unknown[] };
  console.log(`${components.length} packages ship, as CycloneDX 1.6: ${path}`);
  console.log(`Their licences: ${join(outFolder, LEGAL_FOLDER, LICENCES_FILE)}`);
  return 0;
});
