import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  POLICIES,
  POLICY_KEY,
  type Policy,
  type RegistryValue,
  readPolicies,
} from '../../app/settings/policies.ts';
import { projectRoot } from '../projectPaths.ts';
import { writePolicyTemplates } from './policyTemplates.ts';
import { POLICY_LANGUAGES } from './policyWords.ts';

const ADMX = 'build/policies/Tillside.admx';
const ADMLS = POLICY_LANGUAGES.map((language) => `build/policies/${language}/Tillside.adml`);

const read = (file: string) => readFileSync(join(projectRoot, file), 'utf8');

/** What stands in these attributes or places of a text, sorted. */
const all = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, found = '']) => found).sort();

const tableValues = Object.values<Policy>(POLICIES).flatMap(({ values }) => Object.entries(values));

/** What the editor asks for beside a choice that says nothing alone. */
const BESIDE: Readonly<Record<string, RegistryValue[]>> = {
  UpdatesChannel: [
    { list: null, name: 'UpdatesAddress', type: 'REG_SZ', data: 'https://updates.example.com' },
  ],
};

test('the templates are those that are made of the table of policies: else `npm run generate`', async () => {
  const root = mkdtempSync(join(tmpdir(), 'tillside-templates-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  expect((await writePolicyTemplates(root)).sort()).toEqual([ADMX, ...ADMLS].sort());
  for (const file of [ADMX, ...ADMLS])
    expect(readFileSync(join(root, file), 'utf8'), file).toBe(read(file));
  expect(await writePolicyTemplates(root)).toEqual([]);
});

describe('the administrative template', () => {
  const admx = read(ADMX);

  test('has every policy that the reader knows, and no other', () => {
    expect(all(admx, /<policy name="([^"]*)"/g)).toEqual(Object.keys(POLICIES).sort());
    expect(all(admx, /valueName="([^"]*)"/g)).toEqual(
      tableValues
        .filter(([, { kind }]) => kind !== 'list')
        .map(([name]) => name)
        .sort(),
    );
    expect(all(admx, /<list [^>]*key="([^"]*)"/g)).toEqual(
      tableValues
        .filter(([, { kind }]) => kind === 'list')
        .map(([name]) => `${POLICY_KEY}\\${name}`)
        .sort(),
    );
  });

  test('writes nothing into the registry that the reader does not know', () => {
    const plain = all(admx, /valueName="([^"]*)"/g).map((name) => ({ list: null, name }));
    const lists = all(admx, /<list [^>]*key="[^"]*\\([^"\\]*)"/g).map((list) => ({
      list,
      name: 'x',
    }));
    const values = [...plain, ...lists].map((one) => ({ ...one, type: 'REG_SZ', data: '' }));
    const { mistakes } = readPolicies(values);
    expect(mistakes.filter((line) => line.includes('not a known'))).toEqual([]);
  });

  test('offers the choices that the reader takes, as it takes them', () => {
    for (const [id, value] of tableValues) {
      if (value.kind !== 'choice') continue;
      const [, element = ''] = new RegExp(`<enum id="${id}"(.*?)</enum>`, 's').exec(admx) ?? [];
      expect(all(element, /<string>([^<]*)<\/string>/g), id).toEqual([...value.choices].sort());
      for (const data of value.choices) {
        const chosen = { list: null, name: id, type: 'REG_SZ', data };
        expect(readPolicies([...(BESIDE[id] ?? []), chosen]).mistakes).toEqual([]);
      }
    }
  });

  test('is for the machine alone: nobody who works at the till sets one for himself', () => {
    expect(new Set(all(admx, /class="([^"]*)"/g))).toEqual(new Set(['Machine']));
    expect(new Set(all(admx, /<policy [^>]*key="([^"]*)"/g))).toEqual(new Set([POLICY_KEY]));
  });

  test.each(ADMLS)(
    'has each of its words and controls in %s, and nothing else is there',
    (file) => {
      const adml = read(file);
      expect(all(adml, /<string id="([^"]*)"/g)).toEqual([
        ...new Set(all(admx, /"\$\(string\.([^)]*)\)"/g)),
      ]);
      expect(all(adml, /<presentation id="([^"]*)"/g)).toEqual(
        all(admx, /"\$\(presentation\.([^)]*)\)"/g),
      );
      const elements = all(admx, /<(?:text|multiText|decimal|enum|list) id="([^"]*)"/g);
      expect(all(adml, /refId="([^"]*)"/g)).toEqual(elements);
      expect(adml).not.toMatch(/><\/|(?:string|label|Box|List)[^>]*\/>/);
    },
  );
});

describe.each([ADMX, ...ADMLS])('%s', (file) => {
  test('is well-formed: every element is closed, every sign escaped', () => {
    const open: string[] = [];
    const text = read(file).replace(/^<\?xml version="1\.0" encoding="utf-8"\?>\r\n/, '');
    const left = text.replaceAll(
      /<(\/?)([A-Za-z]+)((?: [A-Za-z:]+="[^"<&]*(?:&(?:amp|lt|gt|quot);[^"<&]*)*")*) ?(\/?)>/g,
      (_, ends: string, name: string, _attributes, isEmpty: string) => {
        if (ends === '/') expect(open.pop()).toBe(name);
        else if (isEmpty === '') open.push(name);
        return '';
      },
    );
    expect(open).toEqual([]);
    expect(left).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot);)/);
  });

  const hasXmllint = spawnSync('xmllint', ['--version']).error === undefined;
  test.skipIf(!hasXmllint)('is read by an XML parser (where xmllint is there)', () => {
    const { status, stderr } = spawnSync('xmllint', ['--noout', join(projectRoot, file)], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });
});

test('what Windows reads as a name of words has letters, digits and underscores alone', () => {
  for (const id of all(read(ADMX), /"\$\((?:string|presentation)\.([^)]*)\)"/g))
    expect(id).toMatch(/^\w+$/);
});
