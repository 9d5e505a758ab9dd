import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { outFolder, projectRoot } from '../dev/projectPaths.ts';
import { wrongInBill } from '../dev/shipped/billOfMaterials.ts';
import { BILL_FILE, LEGAL_FOLDER, LICENCES_FILE, SHIPS_FILE } from '../dev/shipped/legalFiles.ts';

interface Component {
  group?: string;
  name: string;
  version: string;
  purl: string;
  hashes?: { alg: string; content: string }[];
  licenses: unknown[];
}

const read = (...path: string[]) => readFileSync(join(...path), 'utf8');
const bill = read(outFolder, LEGAL_FOLDER, BILL_FILE);
const { components } = JSON.parse(bill) as { components: Component[] };
const nameOf = ({ group, name }: Component) => (group === undefined ? name : `${group}/${name}`);

test('the bill of materials is one by the schema of CycloneDX 1.6, and a wrong one would be seen', async () => {
  expect(JSON.parse(bill)).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
  expect(await wrongInBill(bill)).toBeNull();
  expect(await wrongInBill(bill.replace('"library"', '"something"'))).not.toBeNull();
});

test('every package that ships is in it, with licence, version, hash and address', () => {
  expect(components.length).toBeGreaterThan(20);
  for (const component of components) {
    const name = nameOf(component);
    expect(component.licenses, name).toHaveLength(1);
    expect(component.purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${component.version}`);
    expect(component.hashes?.[0]?.content, name).toMatch(/^[0-9a-f]{128}$/);
  }
  const names = components.map(nameOf);
  for (const direct of ['electron', 'react', 'zod', 'lowdb', 'axios'])
    expect(names).toContain(direct);
  expect(names).not.toContain('fastify');
});

test('every package that ships has the text of its licence', () => {
  const texts = read(outFolder, LEGAL_FOLDER, LICENCES_FILE);
  for (const component of components) {
    const [, text = ''] = texts.split(`\n${nameOf(component)} ${component.version} (`);
    expect(text.length, nameOf(component)).toBeGreaterThan(200);
  }
});

test('the page of what ships is the one that this build has made', () => {
  // `npm run bill-of-materials` writes it.
  expect(read(projectRoot, 'docs', SHIPS_FILE)).toBe(read(outFolder, SHIPS_FILE));
});
