import { relative } from 'node:path';
import { Contrib, Enums, Models, Serialize, Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { projectRoot } from '../projectPaths.ts';
import type { ShippedBecause } from './reasons.ts';

export interface BillOptions {
  /** What is built. */
  name: string;
  packages: readonly ShippedBecause[];
  /** The application's own version. */
  version: string;
  /** ms since 1970: the same for the same build, so that the bill is too. */
  time: number;
  /** `package-lock.json`, parsed: it has the hashes of what was installed. */
  lock: { packages: Readonly<Record<string, { integrity?: string }>> };
}

/** What is no id of SPDX goes in under the name that its package gives it. */
const licences = new Contrib.License.Factories.LicenseFactory((text) => {
  throw new RangeError(text);
});

/** The bill of materials: CycloneDX 1.6, JSON. */
export function billOfMaterials({ name, packages, version, time, lock }: BillOptions): string {
  const components = new Map(packages.map((one) => [one.folder, componentOf(one, lock)]));
  for (const { folder, needs } of packages) {
    for (const needed of needs) {
      const reference = components.get(needed)?.bomRef;
      if (reference !== undefined) components.get(folder)?.dependencies.add(reference);
    }
  }
  const direct = packages.filter(({ reason }) => reason !== null);
  const application = new Models.Component(Enums.ComponentType.Application, name, {
    version,
    bomRef: `${name}@${version}`,
    licenses: licencesOf('MIT'),
    dependencies: new Models.BomRefRepository(
      direct.flatMap(({ folder }) => components.get(folder)?.bomRef ?? []),
    ),
  });
  const bill = new Models.Bom({
    metadata: new Models.Metadata({ timestamp: new Date(time), component: application }),
    components: new Models.ComponentRepository(components.values()),
  });
  const serializer = new Serialize.JsonSerializer(
    new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6),
  );
  return `${serializer.serialize(bill, { sortLists: true, space: 2 })}\n`;
}

/** What is wrong with a bill by CycloneDX's own schema; null for nothing. */
export async function wrongInBill(bill: string): Promise<unknown> {
  return new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(bill);
}

function componentOf(one: ShippedBecause, lock: BillOptions['lock']): Models.Component {
  const { name, version, licence, folder, reason, askedForBy } = one;
  const [group, plain] = name.startsWith('@') ? name.split('/') : [undefined, name];
  const hashes = hashesOf(lock.packages[relative(projectRoot, folder).replaceAll('\\', '/')]);
  const type = name === 'electron' ? Enums.ComponentType.Framework : Enums.ComponentType.Library;
  return new Models.Component(type, plain ?? name, {
    ...(group === undefined ? {} : { group }),
    version,
    bomRef: `${name}@${version}`,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    licenses: licencesOf(licence),
    hashes,
    properties: new Models.PropertyRepository([
      ...(reason === null ? [] : [new Models.Property('tillside:reason', reason)]),
      ...askedForBy.map((other) => new Models.Property('tillside:asked-for-by', other)),
    ]),
  });
}

function licencesOf(expression: string): Models.LicenseRepository {
  return new Models.LicenseRepository([licences.makeFromString(expression)]);
}

/** npm's `sha512-BASE64` as CycloneDX has it. */
function hashesOf(entry: { integrity?: string } | undefined): Models.HashDictionary {
  const [, base64] = /^sha512-(.+)$/.exec(entry?.integrity ?? '') ?? [];
  if (base64 === undefined) return new Models.HashDictionary();
  const hex = Buffer.from(base64, 'base64').toString('hex');
  return new Models.HashDictionary([[Enums.HashAlgorithm['SHA-512'], hex]]);
}
