import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { PlainFailure } from '../plainFailure.ts';
import { projectRoot } from '../projectPaths.ts';
import { billOfMaterials } from './billOfMaterials.ts';
import { buildDay } from './buildDay.ts';
import { licenceTexts, TILL_FOREWORD } from './licenceTexts.ts';
import { explain, readReasons, type ShippedBecause } from './reasons.ts';
import { type ShippedPackage, shippedPackages } from './shippedPackages.ts';
import { whatShips } from './whatShips.ts';

/** Below `out/`: what lies beside the program in every package. */
export const LEGAL_FOLDER = 'legal';
export const BILL_FILE = 'bill-of-materials.cdx.json';
export const LICENCES_FILE = 'THIRD-PARTY-LICENSES.txt';
/** In `out/`, not packed: what the page of the documentation has to be. */
export const SHIPS_FILE = 'what-ships.md';
/** In `out/`, not packed: where what ships lies (`node_modules/axios`), as npm names it. */
export const SHIPPED_FOLDERS_FILE = 'shipped-folders.json';

interface Manifest {
  version: string;
  dependencies: Record<string, string>;
}

/**
 * Writes what a build of the till is made of, below `out`: the bill of materials, and the texts of the licences.
 * @throws PlainFailure where a package ships without a reason or without a licence text
 */
export async function writeLegalFiles(out: string, moduleIds: Iterable<string>): Promise<void> {
  const { dependencies } = await readJson<Manifest>('package.json');
  // Electron is in no bundle, and of a package that only names others nothing is left in one.
  const packages = shippedPackages(moduleIds, ['electron', ...Object.keys(dependencies)]);
  const folder = join(out, LEGAL_FOLDER);
  const explained = await writeBillAndLicences(folder, packages, TILL);
  await writeFile(join(out, SHIPS_FILE), whatShips(explained));
  const folders = packages.map((one) => relative(projectRoot, one.folder).replaceAll('\\', '/'));
  await writeFile(join(out, SHIPPED_FOLDERS_FILE), JSON.stringify(folders));
}

/**
 * The same for the relay, beside its one file.
 * @throws PlainFailure as `writeLegalFiles`
 */
export async function writeRelayLegalFiles(
  out: string,
  moduleIds: Iterable<string>,
): Promise<void> {
  await writeBillAndLicences(join(out, LEGAL_FOLDER), shippedPackages(moduleIds), RELAY);
  await copyFile(join(projectRoot, 'LICENSE'), join(out, LEGAL_FOLDER, 'LICENSE'));
}

/** What is built, and where its packages have their reasons. */
interface Built {
  name: string;
  heading: string;
  foreword: string;
}

const TILL: Built = { name: 'tillside', heading: 'In the app', foreword: TILL_FOREWORD };
const RELAY: Built = {
  name: 'tillside-relay',
  heading: 'In the relay',
  foreword:
    "Tillside's relay is built with the packages below; each is listed with the text of its licence.",
};

async function writeBillAndLicences(
  folder: string,
  packages: readonly ShippedPackage[],
  { name, heading, foreword }: Built,
): Promise<ShippedBecause[]> {
  const { version } = await readJson<Manifest>('package.json');
  const { explained, unexplained } = explain(packages, await writtenReasons(heading));
  if (unexplained.length > 0) {
    throw new PlainFailure(
      `Nobody has said in docs/dependencies.md why this ships: ${unexplained.join(', ')}`,
    );
  }
  const lock = await readJson<Parameters<typeof billOfMaterials>[0]['lock']>('package-lock.json');
  const bill = billOfMaterials({ name, packages: explained, version, time: buildDay(), lock });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, BILL_FILE), bill);
  await writeFile(join(folder, LICENCES_FILE), licenceTexts(packages, foreword));
  return explained;
}

async function writtenReasons(heading: string): Promise<Map<string, string>> {
  const page = await readFile(join(projectRoot, 'docs', 'dependencies.md'), 'utf8');
  return readReasons(page, heading);
}

async function readJson<Content>(name: string): Promise<Content> {
  return JSON.parse(await readFile(join(projectRoot, name), 'utf8')) as Content;
}
