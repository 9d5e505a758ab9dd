import type { Policy, PolicyName, PolicyValue } from '../../app/settings/policies.ts';
import { POLICY_LANGUAGES, POLICY_WORDS, type PolicyLanguage } from './policyWords.ts';
import { writeIfOther } from './writeIfOther.ts';
import { documentOf, type Xml, xml } from './xml.ts';

const FOLDER = 'build/policies';
const CATEGORY = 'Tillside';
const SUPPORTED = 'SUPPORTED_Tillside';

/** Both of Windows' own documents begin so; the schemas are Microsoft's. */
const ROOT = {
  'xmlns:xsd': 'http://www.w3.org/2001/XMLSchema',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  revision: '1.0',
  schemaVersion: '1.0',
  xmlns: 'http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions',
};

type Table = Readonly<Record<PolicyName, Policy>>;

/** The administrative templates for Windows' group policies. Gives the names of the files that it has changed. */
export async function writePolicyTemplates(root: string): Promise<string[]> {
  // Loaded only now: it reads the list of languages, which may just have been written.
  const [{ POLICIES, POLICY_KEY }, { LANGUAGE_NAMES }] = await Promise.all([
    import('../../app/settings/policies.ts'),
    import('../../app/settings/locales.ts'),
  ]);
  const names = Object.entries(LANGUAGE_NAMES).map(([tag, { name }]) => [tag, name] as const);
  const texts: Record<string, string> = {
    [`${FOLDER}/Tillside.admx`]: documentOf(definitionsOf(POLICIES, POLICY_KEY)),
  };
  for (const language of POLICY_LANGUAGES)
    texts[`${FOLDER}/${language}/Tillside.adml`] = documentOf(
      wordsOf(POLICIES, language, new Map(names)),
    );
  const changed: string[] = [];
  for (const [file, text] of Object.entries(texts))
    if (await writeIfOther(root, file, text)) changed.push(file);
  return changed;
}

function definitionsOf(table: Table, key: string): Xml {
  return xml('policyDefinitions', ROOT, [
    xml('policyNamespaces', {}, [
      xml('target', { prefix: 'tillside', namespace: 'Tillside.Policies.Tillside' }),
    ]),
    xml('resources', { minRequiredRevision: '1.0' }),
    xml('supportedOn', {}, [
      xml('definitions', {}, [
        xml('definition', { name: SUPPORTED, displayName: string(SUPPORTED) }),
      ]),
    ]),
    xml('categories', {}, [xml('category', { name: CATEGORY, displayName: string(CATEGORY) })]),
    xml(
      'policies',
      {},
      entriesOf(table).map(([name, policy]) => policyOf(name, policy, key)),
    ),
  ]);
}

function policyOf(name: PolicyName, { values }: Policy, key: string): Xml {
  const all = Object.entries(values);
  const [[only, value] = [name, undefined]] = all;
  const isYesNo = value?.kind === 'yes-no';
  return xml(
    'policy',
    {
      name,
      class: 'Machine',
      displayName: string(name),
      explainText: string(`${name}_Explain`),
      ...(isYesNo ? {} : { presentation: `$(presentation.${name})` }),
      key,
      ...(isYesNo ? { valueName: only } : {}),
    },
    [
      xml('parentCategory', { ref: CATEGORY }),
      xml('supportedOn', { ref: SUPPORTED }),
      ...(isYesNo
        ? [
            xml('enabledValue', {}, [xml('decimal', { value: '1' })]),
            xml('disabledValue', {}, [xml('decimal', { value: '0' })]),
          ]
        : [
            xml(
              'elements',
              {},
              all.map(([id, one]) => elementOf(id, one, key)),
            ),
          ]),
    ],
  );
}

function elementOf(id: string, value: PolicyValue, key: string): Xml {
  const named = { id, valueName: id };
  switch (value.kind) {
    case 'text':
      return xml('text', {
        ...named,
        maxLength: String(value.longest),
        ...(value.isOptional ? {} : { required: 'true' }),
      });
    case 'lines':
      return xml('multiText', { ...named, maxLength: '20000' });
    case 'number':
      return xml('decimal', {
        ...named,
        minValue: String(value.min),
        maxValue: String(value.max),
        required: 'true',
      });
    case 'choice':
      return xml(
        'enum',
        { ...named, required: 'true' },
        value.choices.map((choice) =>
          xml('item', { displayName: string(choiceId(id, choice)) }, [
            xml('value', {}, [xml('string', {}, choice)]),
          ]),
        ),
      );
    case 'list':
      return xml('list', { id, key: `${key}\\${id}`, explicitValue: 'true' });
    case 'yes-no':
      throw new Error(`${id}: a yes or no is a policy of its own`);
  }
}

function wordsOf(
  table: Table,
  language: PolicyLanguage,
  languageNames: ReadonlyMap<string, string>,
): Xml {
  const words = POLICY_WORDS[language];
  const text = (id: string, content: string) => xml('string', { id }, content);
  const strings = entriesOf(table).flatMap(([name, { values }]) => {
    const { title, help } = words.policies[name];
    const choices = Object.entries(values).flatMap(([id, value]) =>
      value.kind === 'choice'
        ? value.choices.map((choice) =>
            text(
              choiceId(id, choice),
              words.choices[choice] ?? languageNames.get(choice) ?? choice,
            ),
          )
        : [],
    );
    return [text(name, title), text(`${name}_Explain`, `${help}\n\n${words.locked}`), ...choices];
  });
  return xml('policyDefinitionResources', ROOT, [
    xml('displayName', {}, words.product),
    xml('description', {}, words.product),
    xml('resources', {}, [
      xml('stringTable', {}, [
        text(CATEGORY, words.product),
        text(SUPPORTED, words.supported),
        ...strings,
      ]),
      xml('presentationTable', {}, entriesOf(table).flatMap(presentationOf(language))),
    ]),
  ]);
}

function presentationOf(language: PolicyLanguage) {
  const { policies, values: labels } = POLICY_WORDS[language];
  return ([name, { values }]: [PolicyName, Policy]): Xml[] => {
    const controls = Object.entries(values).flatMap(([id, { kind }]) => {
      const label = (labels as Readonly<Record<string, string>>)[id] ?? policies[name].title;
      return controlOf(id, kind, label);
    });
    return controls.length === 0 ? [] : [xml('presentation', { id: name }, controls)];
  };
}

function controlOf(refId: string, kind: PolicyValue['kind'], label: string): Xml[] {
  switch (kind) {
    case 'text':
      return [xml('textBox', { refId }, [xml('label', {}, label)])];
    case 'lines':
      return [xml('multiTextBox', { refId, defaultHeight: '8' }, label)];
    case 'number':
      return [xml('decimalTextBox', { refId }, label)];
    case 'choice':
      return [xml('dropdownList', { refId, noSort: 'true' }, label)];
    case 'list':
      return [xml('listBox', { refId }, label)];
    case 'yes-no':
      return [];
  }
}

function entriesOf(table: Table): [PolicyName, Policy][] {
  return Object.entries(table) as [PolicyName, Policy][];
}

const string = (id: string) => `$(string.${id})`;

/** Windows takes letters, digits and underscores in such a name. */
const choiceId = (id: string, choice: string) => `${id}_${choice.replaceAll(/\W/g, '_')}`;
