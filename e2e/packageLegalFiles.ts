import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlainFailure } from '../dev/plainFailure.ts';
import { wrongInBill } from '../dev/shipped/billOfMaterials.ts';
import { BILL_FILE, LICENCES_FILE } from '../dev/shipped/legalFiles.ts';

/** Electron's own, put there by electron-builder. */
const OF_ELECTRON = ['LICENSE.electron.txt', 'LICENSES.chromium.html'];

/**
 * Beside the packed program lie the bill of materials, a licence text of every package in it, and Electron's own.
 * @throws PlainFailure where something of that is missing
 */
export async function checkLegalFiles(packed: string): Promise<void> {
  const [bill = '', texts = '', ...others] = await Promise.all(
    [BILL_FILE, LICENCES_FILE, ...OF_ELECTRON].map((name) => read(packed, name)),
  );
  if ((await wrongInBill(bill)) !== null) throw new PlainFailure(`${BILL_FILE} is not CycloneDX.`);
  const { components } = JSON.parse(bill) as {
    components: { group?: string; name: string; version: string }[];
  };
  const without = components
    .map(({ group, name, version }) => `${group ? `${group}/` : ''}${name} ${version}`)
    .filter((one) => !texts.includes(`\n${one} (`));
  if (without.length > 0) throw new PlainFailure(`No licence text of: ${without.join(', ')}`);
  if (others.some((text) => text.trim() === '')) throw new PlainFailure('A licence is empty.');
  console.log(`Licence texts in the package: ${components.length} packages and Electron's own.`);
}

async function read(packed: string, name: string): Promise<string> {
  try {
    return await readFile(join(packed, name), 'utf8');
  } catch {
    throw new PlainFailure(`The package has no ${name}.`);
  }
}
