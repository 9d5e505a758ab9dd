import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlainFailure } from '../plainFailure.ts';
import type { ShippedPackage } from './shippedPackages.ts';

/** How packages call the files that their licence wants to be passed on. */
const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-][\w-]+)?(?:\.(?:md|txt))?$/i;
const NO_TEXT = /\.(?:[cm]?[jt]s|json|html?)$/i;

/** The MIT licence has a thousand, and ISC's is the shortest with seven hundred (characters). */
const SHORTEST_TEXT = 500;

const RULE = '='.repeat(100);

/** What stands above the licences of the till. */
export const TILL_FOREWORD = `Tillside is built with the packages below; each is listed with the text of its licence.

Electron brings along Chromium, Node.js and what these are made of. Their licences are in LICENSE.electron.txt and
LICENSES.chromium.html, which lie in the same package as this file.`;

/**
 * The licence texts of all packages, as one text.
 * @throws PlainFailure where a package has none
 */
export function licenceTexts(
  packages: readonly ShippedPackage[],
  foreword: string = TILL_FOREWORD,
): string {
  const without = packages.filter((one) => licenceText(one, packages) === null);
  if (without.length > 0) {
    const names = without.map(({ name, version, licence }) => `${name} ${version} (${licence})`);
    throw new PlainFailure(
      `No licence text is known of: ${names.join(', ')}. Put it into dev/shipped/licences/.`,
    );
  }
  const parts = packages.map((one) => [headingOf(one), licenceText(one, packages)].join('\n\n'));
  return `${[foreword, ...parts].join(`\n\n${RULE}\n`)}\n`;
}

/** The line with which a package's text begins. */
export function headingOf({ name, version, licence }: ShippedPackage): string {
  return `${name} ${version} (${licence})`;
}

/** Its own text, that of its sister out of the same repository, or the one that is kept here; null for none. */
function licenceText(one: ShippedPackage, packages: readonly ShippedPackage[]): string | null {
  const { folder, name } = one;
  const text =
    ownText(folder) ?? textOfReadme(folder) ?? sistersText(one, packages) ?? keptText(name);
  const inside = keptText(`${name}.inside`);
  return text === null || inside === null ? text : `${text}\n\n${inside}`;
}

function ownText(folder: string): string | null {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name) && !NO_TEXT.test(entry.name))
    .map(({ name }) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
  return files.length === 0 ? null : files.join('\n\n');
}

/** Some say the whole text at the end of their README and nowhere else; a mere name is no text. */
function textOfReadme(folder: string): string | null {
  const name = readdirSync(folder).find((file) => /^readme(?:\.md)?$/i.test(file));
  if (name === undefined) return null;
  const [, text = ''] =
    /\n(?:#+ *licen[cs]e *|licen[cs]e *\n-+)\n(.*?)(?=\n#|\n\[|$)/is.exec(
      readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n'),
    ) ?? [];
  return /copyright/i.test(text) && text.length > SHORTEST_TEXT ? text.trim() : null;
}

/** Packages that are made together often have their licence in one of them alone. */
function sistersText(one: ShippedPackage, packages: readonly ShippedPackage[]): string | null {
  const repository = repositoryOf(one.folder);
  if (repository === null) return null;
  const sisters = packages.filter(
    (other) => other.licence === one.licence && repositoryOf(other.folder) === repository,
  );
  return sisters.map(({ folder }) => ownText(folder)).find((text) => text !== null) ?? null;
}

function repositoryOf(folder: string): string | null {
  const { repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    repository?: string | { url?: string };
  };
  const address = typeof repository === 'object' ? repository.url : repository;
  return address?.replace(/^git\+|\.git$/g, '').toLowerCase() ?? null;
}

/**
 * `dev/shipped/licences/NAME.txt`, a `/` written as `+`: from the repository of a package that has none in it.
 * `NAME.inside.txt`: of what others have written and is compiled into its native file.
 */
function keptText(name: string): string | null {
  try {
    const path = join(import.meta.dirname, 'licences', `${name.replace('/', '+')}.txt`);
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}
