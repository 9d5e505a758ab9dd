import { PlainFailure } from '../plainFailure.ts';

/**
 * What the changelog says of a version, without its heading.
 * @throws PlainFailure where it has no such version, or calls it not released
 */
export function notesOf(changelog: string, version: string): string {
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((one) => one.startsWith(`[${version}]`));
  if (section === undefined) throw new PlainFailure(`CHANGELOG.md says nothing of ${version}.`);
  const [heading = '', ...lines] = section.split('\n');
  if (!/^\[[^\]]+\] - \d{4}-\d\d-\d\d$/.test(heading.trim()))
    throw new PlainFailure(`CHANGELOG.md gives ${version} no day: “## ${heading}”`);
  return lines.join('\n').trim();
}

/**
 * Whether a tag is this version's: shops are told the version of package.json.
 * @throws PlainFailure where it is not
 */
export function checkTag(tag: string, version: string): void {
  if (tag !== `v${version}`)
    throw new PlainFailure(`The tag is ${tag}, and package.json says ${version}: not v${version}.`);
}

/** The checksums of a release in the form that `sha256sum --check` reads. */
export function checksumsOf(digests: ReadonlyMap<string, string>): string {
  return [...digests]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, digest]) => `${digest}  ${name}\n`)
    .join('');
}
